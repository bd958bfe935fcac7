import { isInteger, isList, isObject, matches } from '../checks/values';
import { listOf, value } from './row';

/**
 * An account of GitHub whose comments count: its login, compared whole and in any case, as GitHub does; that of an app
 * is the app's slug and `[bot]`. With an id, the comment's account must have both, so that somebody who takes a login
 * over counts no longer. `https://api.github.com/users/<login>` tells the id.
 */
export type Reviewer = string | { readonly login: string; readonly id: number };

const LOGIN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}(\[bot\])?$/;

function isReviewer(reviewer: unknown): boolean {
  if (!isObject(reviewer)) return matches(LOGIN)(reviewer);
  const { login, id, ...rest } = reviewer;
  return matches(LOGIN)(login) && isInteger(1, Number.MAX_SAFE_INTEGER)(id) && Object.keys(rest).length === 0;
}

/** Beside a bare login, the id of another entry of that login would count for nothing. */
function loginOf(reviewer: unknown): string {
  return String(isObject(reviewer) ? reviewer['login'] : reviewer).toLowerCase();
}

export const REVIEWERS = listOf(
  value(isReviewer, 'a login of GitHub, such as "octocat" or "app[bot]", or { login, id }'),
  { fits: isList, allowed: 'a list of one login or more' },
  { of: loginOf, allowed: 'each login once, in whatever case' },
);

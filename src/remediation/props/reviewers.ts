import { isInteger, isList, isObject, matches } from '../checks/values';
import { listOf, value } from './row';

/**
 * An account of GitHub whose comments count: its login, compared whole and in any case, as GitHub does. The login of an
 * app is its slug and `[bot]`. With an id, the comment's account must have both, so that somebody who takes over a login
 * does not count. `https://api.github.com/users/<login>` returns the id.
 */
export type Reviewer = string | { readonly login: string; readonly id: number };

const LOGIN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}(\[bot\])?$/;

function isReviewer(reviewer: unknown): boolean {
  if (!isObject(reviewer)) return matches(LOGIN)(reviewer);
  const { login, id, ...rest } = reviewer;
  return matches(LOGIN)(login) && isInteger(1, Number.MAX_SAFE_INTEGER)(id) && Object.keys(rest).length === 0;
}

/** A login may be in the list once: if it is there without an id, an id in another entry would have no effect. */
function loginOf(reviewer: unknown): string {
  return String(isObject(reviewer) ? reviewer['login'] : reviewer).toLowerCase();
}

export const REVIEWERS = listOf(
  value(isReviewer, 'a login of GitHub, such as "octocat" or "app[bot]", or { login, id }'),
  { fits: isList, expected: 'a list of one login or more' },
  { of: loginOf, expected: 'each login once, in whatever case' },
);

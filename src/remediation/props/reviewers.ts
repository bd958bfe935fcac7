import { wrongProp } from '../../findings/refuse';
import { isInteger, isList, isObject, matches } from '../checks/values';
import { type Check, group, listOf, needed, value } from './row';

/**
 * An account of GitHub whose comments count: its login, compared whole and in any case, as GitHub does. The login of an
 * app is its slug and `[bot]`. With an id, the comment's account must have both, so that somebody who takes over a login
 * does not count. `https://api.github.com/users/<login>` returns the id.
 */
export type Reviewer = string | { readonly login: string; readonly id: number };

const LOGIN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}(\[bot\])?$/;

const LOGIN_WORDS = 'a login of GitHub, such as "octocat" or "app[bot]"';

const ACCOUNT = group<Exclude<Reviewer, string>>({
  login: needed(value(matches(LOGIN), LOGIN_WORDS)),
  id: needed(value(isInteger(1, Number.MAX_SAFE_INTEGER), 'the id of the account, an integer')),
});

const REVIEWER: Check = {
  expected: `${LOGIN_WORDS}, or { login, id }`,
  find: (place, reviewer) => {
    if (isObject(reviewer)) return ACCOUNT.find(place, reviewer);
    return matches(LOGIN)(reviewer) ? [] : [wrongProp(place, reviewer, REVIEWER.expected)];
  },
};

/** A login may be in the list once: if it is there without an id, an id in another entry would have no effect. */
function loginOf(reviewer: unknown): string {
  return String(isObject(reviewer) ? reviewer['login'] : reviewer).toLowerCase();
}

export const REVIEWERS = listOf(
  REVIEWER,
  { fits: isList, expected: 'a list of one login or more' },
  { of: loginOf, expected: 'each login once, in whatever case' },
);

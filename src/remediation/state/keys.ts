// The keys of a state, and the patterns of their values, for jq, CEL and shell. The rules about them are written three
// times on purpose: in jq (steps/), in CEL (policies/) and in Go (test/e2e/history). Each checks the others, and shared
// code would share its mistakes.

/** The number of a task, as a pattern of RE2. */
export const TASK = '[1-9][0-9]{0,17}';
/** The id of a comment. */
export const COMMENT = '[1-9][0-9]{0,14}';
/** An iteration. */
export const ITERATION = '[1-9][0-9]{0,14}';
/** A maximum: a number that may be 0. */
export const MAXIMUM = '(0|[1-9][0-9]{0,14})';
/** The number of a pull request. */
export const PULL_REQUEST = '[1-9][0-9]{0,8}';

/** A Unix time in seconds, up to the year 9999. */
export const SECONDS = '[1-9][0-9]{0,11}';

/** What stands in front of a comment's id in the keys that a state has for it, each written once. */
export const KEY = {
  /** The stored comment; by the step `store`. */
  comment: 'comment-',
  /** Its iteration; by `assign`. */
  iteration: 'iteration-',
  /** The maximum at that moment; by `assign`. */
  max: 'max-',
  /** The iteration once more, when its CodeRun is there; by `acknowledge`. */
  handled: 'handled-',
} as const;

/**
 * What stands in front of the keys that say that a pull request was closed or reopened, `closed-<pr>-<seconds>`; by the
 * step `close`. The newest key of a pull request decides, and `assign` removes the others.
 */
export const CLOSING = { closed: 'closed-', reopened: 'reopened-' } as const;

/** A key that says that a pull request was closed or reopened, whole, as a pattern. */
export const CLOSING_KEY = whole(`(closed|reopened)-${PULL_REQUEST}-${SECONDS}`);

/** The key with the id of the comment that was stored last; by `store`, and read by nobody. */
export const LAST_COMMENT = 'last_comment_id';

/** The keys that `assign` derives from the others. */
export const DERIVED = [
  'current_iteration',
  'max_iterations',
  'start_time',
  'status',
  'feedback_history',
] as const;

/** The status of a task of which the pull requests of all comments are closed. */
export const COMPLETED = 'completed';

/**
 * How many of a state's keys are counted, once it is completed; by `assign`. As long as it has so many, nothing has come
 * to it since, and the resync leaves it alone.
 */
export const COMPLETED_KEYS = 'completed_keys';
/** The keys that are counted: whatever looks like a comment or a closing, for the resync compares no patterns. */
export const COUNTED = [KEY.comment, CLOSING.closed, CLOSING.reopened] as const;
/** A key that is counted, as a pattern. */
export const COUNTED_KEY = `^(${COUNTED.map((prefix) => prefix.slice(0, -1)).join('|')})-.`;

/** Whether the loop is told of closed pull requests. Without, `completed` is a word like any other. */
type Told = { readonly pullRequests?: unknown };

/** The statuses that the loop sets. */
export function statuses({ pullRequests }: Told): readonly string[] {
  return ['active', 'exhausted', ...(pullRequests === undefined ? [] : [COMPLETED])];
}

/** The statuses with which the loop goes on: those that it sets, and none. Any other is a person's, and a pause. */
export function moving(told: Told): readonly string[] {
  return ['', ...statuses(told)];
}

/** The whole text, and nothing before or after it. */
export function whole(pattern: string): string {
  return `^${pattern}$`;
}

/** A key of that kind, whole, as a pattern. */
export function keyOf(kind: keyof typeof KEY): string {
  return whole(`${KEY[kind]}${COMMENT}`);
}

/** A key for a comment of any kind, whole, as a pattern. */
export const ANY_KEY = whole(
  `(${Object.values(KEY)
    .map((prefix) => prefix.slice(0, -1))
    .join('|')})-${COMMENT}`,
);

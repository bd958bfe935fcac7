// The keys of a state, and the patterns of their values, for jq, CEL, shell and Go. `npm run vocabulary` writes them, and
// the names, for the Go suites. The rules about them are written three times on purpose: in jq (steps/), in CEL
// (policies/) and in Go (test/e2e/history). Each checks the others, and shared code would share its mistakes.

/** The number of a task, as a pattern of RE2. */
export const TASK_PATTERN = '[1-9][0-9]{0,17}';
/** The id of a comment. */
export const COMMENT_PATTERN = '[1-9][0-9]{0,14}';
/** An iteration. */
export const ITERATION_PATTERN = '[1-9][0-9]{0,14}';
/** A maximum: a number that may be 0. */
export const MAXIMUM_PATTERN = '(0|[1-9][0-9]{0,14})';
/** The number of a pull request. */
export const PULL_REQUEST_PATTERN = '[1-9][0-9]{0,8}';

/** A Unix time in seconds, up to the year 9999. */
export const SECONDS_PATTERN = '[1-9][0-9]{0,11}';

/** What stands in front of a comment's id in the keys that a state has for it, each written once. */
export const KEY_PREFIX = {
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
 * The beginning of a *pull request key*, `closed-<pr>-<seconds>` or `reopened-<pr>-<seconds>`: it says that a pull request was
 * closed or reopened; by the step `store-pull-request`. The newest one of a pull request decides, and `assign` removes the
 * others.
 */
export const PULL_REQUEST_KEY_PREFIX = { closed: 'closed-', reopened: 'reopened-' } as const;

/** A pull request key, whole, as a pattern. */
export const PULL_REQUEST_KEY_PATTERN = `^(${Object.values(PULL_REQUEST_KEY_PREFIX).join('|')})${PULL_REQUEST_PATTERN}-${SECONDS_PATTERN}$`;

/** The key with the id of the comment that was stored last; by `store`, and read by nobody. */
export const LAST_COMMENT_KEY = 'last_comment_id';

/** The keys that `assign` derives from the others. */
export const DERIVED_KEYS = [
  'current_iteration',
  'max_iterations',
  'start_time',
  'status',
  'feedback_history',
] as const;

/** The statuses that every loop sets. */
export const LOOP_STATUSES = ['active', 'exhausted'] as const;
/** The status of a task of which the pull requests of all comments are closed. */
export const COMPLETED_STATUS = 'completed';

/**
 * How many comments and pull request keys `assign` has seen. A state without a pull request key does not have it. If the
 * state has another number of them, `assign` has not seen all: an event was lost, or is under way.
 */
export const COUNTED_KEYS_KEY = 'counted_keys';
/** The beginning of a pull request key, valid or not, as a pattern. */
export const PULL_REQUEST_KEY_START = `^(${Object.values(PULL_REQUEST_KEY_PREFIX).join('|')}).`;
/** A key that is counted, as a pattern. */
export const COUNTED_KEY_PATTERN = `^(${[KEY_PREFIX.comment, ...Object.values(PULL_REQUEST_KEY_PREFIX)].join('|')}).`;

/** Whether the loop hears of closed pull requests. If not, `completed` is a word like any other. */
type WithPullRequests = { readonly pullRequests?: unknown };

/** The statuses that the loop sets. */
export function loopStatuses({ pullRequests }: WithPullRequests): readonly string[] {
  return pullRequests === undefined ? LOOP_STATUSES : [...LOOP_STATUSES, COMPLETED_STATUS];
}

/** The statuses with which the loop goes on: those that it sets, and none. Any other is a person's, and a pause. */
export function unpausedStatuses(loop: WithPullRequests): readonly string[] {
  return ['', ...loopStatuses(loop)];
}

/** The whole text, and nothing before or after it. */
export function anchored(pattern: string): string {
  return `^${pattern}$`;
}

/** A key of that kind, whole, as a pattern. */
export function keyPattern(kind: keyof typeof KEY_PREFIX): string {
  return anchored(`${KEY_PREFIX[kind]}${COMMENT_PATTERN}`);
}

/** A key for a comment of any kind, whole, as a pattern. */
export const COMMENT_KEY_PATTERN = anchored(
  `(${Object.values(KEY_PREFIX)
    .map((prefix) => prefix.slice(0, -1))
    .join('|')})-${COMMENT_PATTERN}`,
);

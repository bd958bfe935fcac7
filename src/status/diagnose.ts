import type { CauseId } from './causes';
import type { StoredComment, TaskState } from './state';

/** What else than the state says something about its comments. */
export interface Evidence {
  /** The iteration of each CodeRun, by its name; undefined if the CodeRuns could not be read. */
  readonly runs: ReadonlyMap<string, string> | undefined;
  /** The states about which an Event says that the CodeRun could not be made, and no later one that one was. */
  readonly refused: ReadonlySet<string>;
  /** The name of the CodeRun of a comment. */
  readonly runName: (comment: string) => string;
  /** Milliseconds. */
  readonly now: number;
}

/** After so many touches of the resync a person has to look: with the default pause, after 35 minutes. */
const TOUCHES_IN_VAIN = 3;
/** Milliseconds without a change after which an event counts as lost: the pause of the resync and its schedule. */
const QUIET = 10 * 60_000;

/** Why a comment has no CodeRun yet; null if it waits for nothing. */
export function causeOf(state: TaskState, comment: StoredComment, evidence: Evidence): CauseId | null {
  if (comment.handled) return null;
  // A comment of a closed pull request waits for nothing, unless it has its iteration already.
  if (comment.valid && comment.closed && comment.iteration === null) return null;
  if (!state.watched) return 'unwatched';
  if (!state.moves) return 'paused';
  if (!comment.valid) return 'ignored';
  if (state.atRest) return 'asleep';
  return comment.iteration === null ? causeOfWaiting(state, evidence) : causeOfOpen(state, comment, evidence);
}

function causeOfWaiting(state: TaskState, evidence: Evidence): CauseId {
  if (state.max === null ? state.status === 'exhausted' : state.last >= state.max) return 'exhausted';
  if (state.open.length > 0) return 'later';
  return whenLate(state, evidence) ?? 'assigning';
}

function causeOfOpen(state: TaskState, comment: StoredComment, evidence: Evidence): CauseId {
  if (state.open[0] !== comment) return 'queued';
  const { runs, refused, runName } = evidence;
  const iteration = runs?.get(runName(comment.id));
  if (iteration !== undefined && iteration !== String(comment.iteration)) return 'blocked';
  if (iteration === undefined && refused.has(state.name)) return 'refused';
  return whenLate(state, evidence) ?? (iteration === undefined ? 'starting' : 'acknowledging');
}

function whenLate(state: TaskState, { now }: Evidence): CauseId | undefined {
  // The resync touches paused and exhausted tasks too. What has changed since may well be looked at now.
  if (state.touches >= TOUCHES_IN_VAIN && !state.changedSince) return 'stuck';
  const changed = Date.parse(state.changes[0]?.time ?? state.created);
  return now - changed > QUIET ? 'lost' : undefined;
}

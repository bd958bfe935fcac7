import { codeRunName, type Names } from '../remediation/names';
import { CAUSE, type CauseId } from './causes';
import type { Change } from './changes';
import { causeOf, type Evidence } from './diagnose';
import type { ProblemId } from './problems';
import type { StoredComment, TaskState } from './state';

/** How a task is. */
export type Condition = 'needs-person' | 'waits' | 'moves' | 'rests';

/** A comment of a task. */
export interface CommentReport {
  /** Its number at GitHub. */
  readonly id: string;
  /** The number of its pull request; null if its key does not say it. */
  readonly pr: string | null;
  /** The repository. */
  readonly repo: string;
  /** The login of its author. */
  readonly author: string;
  /** When it was written, as GitHub says it; empty if its key does not say it. */
  readonly at: string;
  /** Null if it has none yet. */
  readonly iteration: number | null;
  /** Whether it has its CodeRun. */
  readonly handled: boolean;
  /** Why it has none; null if it has one or waits for nothing. */
  readonly cause: CauseId | null;
}

/** A task. */
export interface TaskReport {
  /** Its number. */
  readonly task: string;
  /** The name of its ConfigMap. */
  readonly state: string;
  /** The version of the ConfigMap that was read. */
  readonly resourceVersion: string;
  /** Whether its label `at-rest` is `true`: the janitor has found nothing left to do for two days. */
  readonly atRest: boolean;
  /** As the state has it; empty if it has none. */
  readonly status: string;
  /** Whether a person has stopped it: the status is a word that the loop does not set. */
  readonly paused: boolean;
  /** `needs-person`, `waits` for what the loop does later by itself, `moves`, or `rests`: nothing is left to do for it. */
  readonly condition: Condition;
  /** The highest iteration that was given. */
  readonly iteration: number;
  /** Null if its key holds no number. */
  readonly max: number | null;
  /** How many comments wait. */
  readonly waiting: number;
  /** The time of the oldest comment that waits. */
  readonly since: string | null;
  /** Why it waits: that of its comments which comes first in the table of the causes. */
  readonly cause: CauseId | null;
  /** The same in words. */
  readonly why: string | null;
  /** All comments that it has, in the order of their ids. */
  readonly comments: readonly CommentReport[];
  /** What programs have changed the state, the last one first. */
  readonly changes: readonly Change[];
}

/** A Kubernetes Event about a state. */
export interface EventReport {
  /** When it was seen last. */
  readonly at: string;
  /** `Normal` or `Warning`. */
  readonly type: string;
  /** Such as `RemediationTriggered`. */
  readonly reason: string;
  /** The task that it is about. */
  readonly task: string;
  /** What it says. */
  readonly message: string;
}

/** What `status --json` prints. */
export interface StatusReport {
  /** Changes when a field is removed or gets another meaning. */
  readonly version: 1;
  /** When the cluster was read. */
  readonly at: string;
  /** The context of the kubeconfig. */
  readonly context: string;
  /** The name of the loop. */
  readonly loop: string;
  /** Where its states and CodeRuns are, and its sensors. */
  readonly namespaces: { readonly agents: string; readonly sensors: string };
  /** The CodeRuns of the loop, as kubectl names them. */
  readonly codeRuns: string;
  /** The event source that brings GitHub's comments; empty if the sensors could not be read. */
  readonly commentSource: string;
  /** Whether something stays as it is until somebody does something. The exit code is 1 then. */
  readonly needsPerson: boolean;
  /** What stops the loop as a whole. */
  readonly problems: readonly { readonly id: ProblemId; readonly why: string }[];
  /** Those that need a person come first. */
  readonly tasks: readonly TaskReport[];
  /** How many tasks at rest are left out. */
  readonly leftOut: number;
  /** The last one first. */
  readonly events: readonly EventReport[];
  /** What could not be read, and why. */
  readonly unread: readonly string[];
}

/** What is wrong with a task and its comments. */
export function reportTask(state: TaskState, names: Names, evidence: Omit<Evidence, 'runName'>): TaskReport {
  const runName = (comment: string) => codeRunName(names, state.task, comment);
  const comments = state.comments.map((comment) => ({
    ...toReport(comment),
    cause: causeOf(state, comment, { ...evidence, runName }),
  }));
  const waiting = comments.filter(({ cause }) => cause !== null);
  // Without its label, a state takes no new comment, even if none waits.
  const cause = state.watched
    ? (ORDER.find((id) => waiting.some((comment) => comment.cause === id)) ?? null)
    : 'unwatched';
  const times = waiting.map(({ at }) => at).filter((at) => !Number.isNaN(Date.parse(at)));
  return {
    task: state.task,
    state: state.name,
    resourceVersion: state.version,
    atRest: state.atRest,
    status: state.status,
    paused: !state.moves,
    condition: conditionOf(cause),
    iteration: state.last,
    max: state.max,
    waiting: waiting.length,
    since: times.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null,
    cause,
    why: cause && CAUSE[cause].why,
    comments,
    changes: state.changes,
  };
}

const ORDER = Object.keys(CAUSE) as CauseId[];

function toReport({ id, pr, repo, author, at, iteration, handled }: StoredComment) {
  return { id, pr, repo, author, at, iteration, handled };
}

/** Causes in which the loop has to wait for something that it does later by itself. */
const WAITS: readonly CauseId[] = ['asleep', 'lost'];

function conditionOf(cause: CauseId | null): Condition {
  if (cause === null) return 'rests';
  if (CAUSE[cause].person) return 'needs-person';
  return WAITS.includes(cause) ? 'waits' : 'moves';
}

const CONDITIONS: readonly Condition[] = ['needs-person', 'waits', 'moves', 'rests'];

/** Those that need a person come first; among them, those that have waited for the longest time. */
export function compareTasks(a: TaskReport, b: TaskReport): number {
  return (
    CONDITIONS.indexOf(a.condition) - CONDITIONS.indexOf(b.condition) ||
    (a.since ?? '~').localeCompare(b.since ?? '~') ||
    a.task.length - b.task.length ||
    a.task.localeCompare(b.task)
  );
}

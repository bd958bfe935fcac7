import { LABEL, RESYNC_ANNOTATION } from '../remediation/names';
import { CAUSE, CAUSES, type CauseId, type Place, touch, type Words } from '../status/causes';
import type { TaskReport } from '../status/report';

/** What a command does to a task: the patch, and the kubectl commands that do the same. */
export interface Edit {
  /** Such as `stopped`. */
  readonly done: string;
  /** What follows, or would follow. */
  readonly effect: (dryRun: boolean) => string;
  readonly patch: {
    readonly data?: Readonly<Record<string, string>>;
    readonly metadata?: {
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    };
  };
  readonly commands: readonly Words[];
}

/** Why a command does nothing to a task, and what to do instead. */
export interface Refusal {
  readonly refused: string;
  readonly instead?: Words;
}

/** Something that a person does to tasks. */
export interface Action {
  /** What it does to a task that was named. */
  readonly one: (task: TaskReport, place: Place) => Edit | Refusal;
  /** Whether `--all` takes the task. */
  readonly takes: (task: TaskReport) => boolean;
  /** What it does to a task that `--all` takes. */
  readonly each: (task: TaskReport, place: Place) => Edit | Refusal;
}

/** The status of a task that was named, and that of all tasks. They differ, so that `resume --all` finds its own. */
const STOPPED = { one: 'paused', all: 'stopped' } as const;

/** Stops a task: comments are stored, none gets an iteration. */
const stop: Action = {
  one: (task, place) => withStatus(task, place, STOPPED.one, 'stopped'),
  // A comment on another pull request of a completed task would start a run. An exhausted task starts none by itself.
  takes: ({ paused, status }) => !paused && status !== 'exhausted',
  each: (task, place) => withStatus(task, place, STOPPED.all, 'stopped'),
};

/** Resumes a task that a person has stopped. */
const resume: Action = {
  one: (task, place) => withStatus(task, place, 'active', 'resumed'),
  takes: ({ status }) => status === STOPPED.all,
  each: (task, place) => withStatus(task, place, 'active', 'resumed'),
};

/** Causes that a touch can end. */
const RETRIED: readonly CauseId[] = ['refused', 'stuck', 'lost', 'asleep'];
/** Causes in which a touch does no harm, but the loop is at work already. */
const AT_WORK: readonly CauseId[] = ['starting', 'acknowledging', 'queued', 'later', 'assigning'];

/** Has the loop look at a task again. */
const retry: Action = {
  one: (task, place) => {
    if (task.cause === null) return { refused: `Nothing to retry: no comment of task ${task.task} waits` };
    if (![...RETRIED, ...AT_WORK].includes(task.cause)) {
      const { why, advice, remedy } = CAUSE[task.cause];
      const refused = `A retry of task ${task.task} changes nothing: ${why}. ${advice}`;
      return { refused, ...(remedy && { instead: remedy(place) }) };
    }
    return retried(task, place);
  },
  takes: ({ cause }) => cause !== null && RETRIED.includes(cause),
  each: (task, place) => retried(task, place),
};

/** The commands that change tasks. */
export const ACTIONS = { stop, resume, retry } as const;

/** The name of a command that changes tasks. */
export type ActionName = keyof typeof ACTIONS;

function withStatus(task: TaskReport, place: Place, status: string, done: string): Edit | Refusal {
  const refusal = refuseStatus(task, place, status);
  if (refusal !== undefined) return refusal;
  const command: Words = [
    'kubectl',
    'patch',
    'configmap',
    task.state,
    '-n',
    place.agents,
    '--type',
    'merge',
    '-p',
    JSON.stringify({ data: { status } }),
  ];
  return {
    done,
    effect: (dryRun) => `its status ${dryRun ? 'would be' : 'is'} ${JSON.stringify(status)}`,
    patch: { data: { status }, ...(isAsleep(task) && { metadata: { labels: WATCHED } }) },
    commands: [command, ...wake(task, place)],
  };
}

function refuseStatus(
  { task, paused, status }: TaskReport,
  place: Place,
  wanted: string,
): Refusal | undefined {
  const told = JSON.stringify(status);
  if (wanted !== 'active') {
    return paused ? { refused: `Task ${task} is stopped already: its status is ${told}` } : undefined;
  }
  if (paused) return undefined;
  if (status !== 'exhausted') return { refused: `Task ${task} is not stopped: its status is ${told}` };
  const instead = CAUSES.exhausted.remedy(place);
  return { refused: `Task ${task} is not stopped: it is exhausted. Raise its maximum instead`, instead };
}

function retried(task: TaskReport, place: Place): Edit {
  const now = String(Math.floor(Date.now() / 1000));
  const metadata = {
    annotations: { [RESYNC_ANNOTATION]: now },
    ...(isAsleep(task) && { labels: WATCHED }),
  };
  return {
    done: 're-triggered',
    effect: () => 'the loop looks at it again',
    patch: { metadata },
    commands: [touch(place), ...wake(task, place)],
  };
}

/** The event source does not watch a state with the label `true`. The next comment sets it to this, too. */
const WATCHED = { [LABEL.atRest]: 'false' };

/** Whether a comment waits that the event source does not see. */
function isAsleep({ atRest, waiting }: TaskReport): boolean {
  return atRest && waiting > 0;
}

function wake(task: TaskReport, place: Place): Words[] {
  return isAsleep(task) ? [CAUSES.asleep.remedy(place)] : [];
}

import { ApiError, type Cluster } from '../cluster/cluster';
import { patch, RESOURCE } from '../cluster/objects';
import type { LoopPlace } from '../status/loop';
import { readStatus } from '../status/read';
import { placeOf } from '../status/render';
import type { StatusReport } from '../status/report';
import { ACTIONS, type Action, type ActionName, type Edit, type Refusal } from './actions';

/** What came of a command for a task. */
export type Outcome = { readonly task: string } & (Edit | Refusal);

/** Which tasks: those named, or all that the command takes. */
type Chosen = readonly string[] | 'all';

/** Who is told what comes of a command. */
interface Listener {
  /** What could not be read, and why, before anything is changed: the command decides without it. */
  readonly unread: (lines: readonly string[]) => void;
  /** What came of it for a task. */
  readonly outcome: (outcome: Outcome) => void;
}

/** How often a change is tried again when the loop has changed the state meanwhile. */
const TRIES = 5;

/**
 * Does something to tasks. Each patch carries the version of the state that it was decided on, so that it never undoes what
 * somebody else has just set. With `all`, it leaves out a task that has changed meanwhile so that it is not to be taken any more.
 *
 * @param dryRun whether nothing is changed
 * @param tell is told each thing when it is known
 */
export async function operate(
  cluster: Cluster,
  place: LoopPlace,
  action: ActionName,
  chosen: Chosen,
  dryRun: boolean,
  tell: Listener,
): Promise<void> {
  const report = await readAll(cluster, place);
  tell.unread(report.unread);
  const { one, each, takes } = ACTIONS[action];
  const rule: Rule = chosen === 'all' ? { decide: each, takes } : { decide: one };
  const tasks = chosen === 'all' ? report.tasks.filter(takes).map(({ task }) => task) : chosen;
  for (const task of tasks) {
    const outcome = await change(cluster, place, report, task, rule, dryRun);
    if (outcome !== undefined) tell.outcome({ task, ...outcome });
  }
}

/** How it is decided what happens to a task. */
interface Rule {
  readonly decide: Action['one'];
  /** Whether the task is taken at all; undefined if it was named. */
  readonly takes?: Action['takes'];
}

function readAll(cluster: Cluster, place: LoopPlace): Promise<StatusReport> {
  return readStatus(cluster, place, { all: true, now: Date.now() });
}

/** What came of it; undefined if the task is not taken any more. */
async function change(
  cluster: Cluster,
  place: LoopPlace,
  first: StatusReport,
  task: string,
  { decide, takes }: Rule,
  dryRun: boolean,
): Promise<Edit | Refusal | undefined> {
  let report = first;
  for (let tried = 1; ; tried++) {
    const state = report.tasks.find((one) => one.task === task);
    if (takes && !(state && takes(state))) return undefined;
    if (state === undefined) {
      return { refused: `Task ${task} has no state in namespace ${place.agents}` };
    }
    const decided = decide(state, placeOf(report, state));
    if ('refused' in decided || dryRun) return decided;
    const metadata = { ...decided.patch.metadata, resourceVersion: state.resourceVersion };
    try {
      await patch(cluster, RESOURCE.configmaps, place.agents, state.state, { ...decided.patch, metadata });
      return decided;
    } catch (error) {
      const conflict = error instanceof ApiError && (error.status === 409 || error.status === 404);
      if (!conflict || tried === TRIES) throw error;
      report = await readAll(cluster, place);
    }
  }
}

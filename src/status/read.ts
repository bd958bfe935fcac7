import { ApiError, type Cluster } from '../cluster/cluster';
import { fullName, get, type LiveObject, list } from '../cluster/objects';
import { codeRunName, ITERATION_ANNOTATION, LABEL, TRIGGER_TYPE } from '../remediation/names';
import { findProblems } from './deployments';
import { readEvents, refusedStates } from './events';
import { type LoopObjects, type LoopPlace, optional, readLoop } from './loop';
import { metadata, text } from './plain';
import { PROBLEM, type ProblemId } from './problems';
import { compareTasks, reportTask, type StatusReport } from './report';
import { readTaskState, type TaskState } from './state';

const LAST_EVENTS = 5;

/** Reads all that the report of a loop needs. Nothing but the states is required. */
export async function readStatus(
  cluster: Cluster,
  place: LoopPlace,
  options: { readonly all?: boolean; readonly task?: string; readonly now: number },
): Promise<StatusReport> {
  const objects = await readLoop(cluster, place);
  const { names, loop, codeRuns } = objects;
  const { agents, sensors } = place;
  const unread = [...objects.unread];
  const problems: ProblemId[] = [];
  const states = objects.states.flatMap((object) => readTaskState(object, names, objects.facts) ?? []);
  const runs = await readRuns(cluster, objects, agents, problems, unread);
  if (runs) await addRunsAtRest(runs, states, cluster, objects, agents, unread);
  const events = await optional(unread, () => readEvents(cluster, agents));
  const ofLoop = new Map(objects.states.map((state) => [metadata(state).name, metadata(state).uid]));
  const about = (events ?? []).filter(({ state, uid }) => ofLoop.has(state) && ofLoop.get(state) === uid);
  const refused = refusedStates(about);
  problems.push(...(await findProblems(cluster, objects, place, unread)));
  const reports = states.map((state) => reportTask(state, names, { runs, refused, now: options.now }));
  const tasks = reports
    .filter(({ task, atRest, condition }) =>
      options.task === undefined
        ? options.all === true || !atRest || condition !== 'rests'
        : options.task === task,
    )
    .sort(compareTasks);
  return {
    version: 1,
    at: new Date(options.now).toISOString(),
    context: cluster.context,
    loop,
    namespaces: { agents, sensors },
    codeRuns: fullName(codeRuns),
    commentSource: objects.facts.commentSource,
    needsPerson: problems.length > 0 || tasks.some(({ condition }) => condition === 'needs-person'),
    problems: problems.map((id) => ({ id, why: PROBLEM[id].why })),
    tasks,
    leftOut: options.task === undefined ? reports.length - tasks.length : 0,
    events: about
      .filter(({ task }) => options.task === undefined || options.task === task)
      .slice(0, LAST_EVENTS)
      .map(({ state: _, uid: __, ...event }) => event),
    unread,
  };
}

/** The iteration of each CodeRun of the loop, by its name. */
async function readRuns(
  cluster: Cluster,
  { codeRuns, facts }: LoopObjects,
  agents: string,
  problems: ProblemId[],
  unread: string[],
): Promise<Map<string, string> | undefined> {
  try {
    const runs = await list(cluster, codeRuns, agents, {
      labelSelector: `${LABEL.triggerType}=${TRIGGER_TYPE},${LABEL.atRest}!=true`,
    });
    return new Map(runs.map((run) => [metadata(run).name, iterationOf(run)]));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 404 && facts.known) problems.push('noCodeRuns');
    else unread.push(error.message);
    return undefined;
  }
}

function iterationOf(run: LiveObject): string {
  return text(metadata(run).annotations[ITERATION_ANNOTATION]);
}

/**
 * Adds the CodeRuns that the list leaves out and that the next comment of a task would have by their names: an old one that
 * is at rest, or has lost its labels, can be in the way.
 */
async function addRunsAtRest(
  runs: Map<string, string>,
  states: readonly TaskState[],
  cluster: Cluster,
  { names, codeRuns }: LoopObjects,
  agents: string,
  unread: string[],
): Promise<void> {
  await optional(unread, async () => {
    for (const { task, open } of states) {
      const name = open[0] && codeRunName(names, task, open[0].id);
      if (name === undefined || runs.has(name)) continue;
      const run = await get(cluster, codeRuns, agents, name);
      if (run !== undefined) runs.set(name, iterationOf(run));
    }
  });
}

import type { Cluster } from '../cluster/cluster';
import { type LiveObject, list, log, RESOURCE, type Resource } from '../cluster/objects';
import { asList, asObject } from '../lint/plain';
import { ITERATION_ANNOTATION, LABEL } from '../remediation/names';
import { KEY_PREFIX } from '../remediation/state/keys';
import { reportEvent } from '../status/events';
import { type LoopPlace, optional, readLoop } from '../status/loop';
import { metadata, text } from '../status/plain';
import { eventsBehind, type LogLine, linesAbout, madeBy, parseLog } from './logs';
import type { TracedObject, TracedState, TraceReport } from './report';

/** Where GitHub is: `https://github.com`. */
interface TraceOptions {
  readonly github: string;
}

/** Collects everything on a cluster that came of a comment. */
export async function trace(
  cluster: Cluster,
  place: LoopPlace,
  comment: string,
  { github }: TraceOptions,
): Promise<TraceReport> {
  const loop = await readLoop(cluster, place);
  const unread = [...loop.unread];
  const states = loop.states.flatMap((state) => tracedState(state, comment, github) ?? []);
  const labelled = (resource: Resource) =>
    optional(unread, () =>
      list(cluster, resource, place.agents, { labelSelector: `${LABEL.comment}=${comment}` }),
    ).then((objects) => objects ?? []);
  const [runs, jobs, pods] = [
    await labelled(loop.codeRuns),
    await labelled(RESOURCE.jobs),
    await labelled(RESOURCE.pods),
  ];
  const names = new Set([...runs, ...jobs, ...pods].map((object) => metadata(object).name));
  const all = (await optional(unread, () => list(cluster, RESOURCE.events, place.agents))) ?? [];
  const logs = await readLogs(cluster, place.sensors, loop.names.sensorApp, unread);
  const events = all.filter((event) => isAbout(event, comment, names));
  const ids = [...jobs, ...events].flatMap((object) => eventsOf(object, logs.lines));
  const lines = linesAbout(comment, ids, logs.lines);
  // Other Events of the loop, such as that a CodeRun could not be made, name the task alone: the log says on which event.
  const known = new Set(lines.flatMap((line) => line.events));
  const further = all.filter(
    (event) => !events.includes(event) && eventsOf(event, logs.lines).some((id) => known.has(id)),
  );
  return {
    version: 1,
    comment,
    context: cluster.context,
    states,
    objects: [
      ...runs.map((run) => tracedObject('CodeRun', run, runSays(run))),
      ...jobs.map((job) => tracedObject('Job', job, jobSays(job))),
      ...pods.map((pod) => tracedObject('Pod', pod, text(asObject(pod['status'])['phase']))),
    ],
    events: [...events, ...further].map(reportEvent).sort((a, b) => a.at.localeCompare(b.at)),
    lines: lines.map(({ at, pod, level, trigger, message }) => ({ at, pod, level, trigger, message })),
    pods: logs.pods,
    unread,
  };
}

function tracedState(configMap: LiveObject, comment: string, github: string): TracedState | undefined {
  const data = asObject(configMap['data']);
  const keys = Object.values(KEY_PREFIX)
    .map((prefix) => prefix + comment)
    .filter((key) => Object.hasOwn(data, key));
  if (keys.length === 0) return undefined;
  const { name, labels } = metadata(configMap);
  return {
    task: text(labels[LABEL.task]),
    state: name,
    keys: Object.fromEntries(keys.map((key) => [key, text(data[key])])),
    url: urlOf(text(data[KEY_PREFIX.comment + comment]), comment, github),
  };
}

function urlOf(stored: string, comment: string, github: string): string | null {
  try {
    const { repo, pr } = asObject(JSON.parse(stored));
    if (!/^[\w.-]+\/[\w.-]+$/.test(text(repo)) || !Number.isInteger(pr)) return null;
    return `${github}/${repo}/pull/${pr}#issuecomment-${comment}`;
  } catch {
    return null;
  }
}

const tracedObject = (kind: string, object: LiveObject, says: string): TracedObject => {
  const { name, created } = metadata(object);
  return { kind, name, created, says };
};

function runSays(run: LiveObject): string {
  const iteration = text(metadata(run).annotations[ITERATION_ANNOTATION]);
  const phase = text(asObject(run['status'])['phase']);
  return [`iteration ${iteration || '?'}`, phase].filter((part) => part !== '').join(', ');
}

function jobSays(job: LiveObject): string {
  const conditions = asList(asObject(job['status'])['conditions']).map(asObject);
  const reached = conditions.filter(({ status }) => status === 'True').map(({ type }) => text(type));
  return reached.at(-1) ?? 'not finished';
}

function isAbout(event: LiveObject, comment: string, names: ReadonlySet<string>): boolean {
  const about = text(asObject(event['involvedObject'])['name']);
  return (
    names.has(about) || new RegExp(`(?<![0-9])${comment}(?![0-9])`).test(`${about} ${text(event['message'])}`)
  );
}

function eventsOf(object: LiveObject, lines: readonly LogLine[]): readonly string[] {
  const made = madeBy(metadata(object).labels);
  return made === undefined ? [] : eventsBehind(made, lines);
}

/** The logs of the sensors of the loop, and of all event sources beside them, also those before the last restart. */
async function readLogs(
  cluster: Cluster,
  namespace: string,
  sensorApp: string,
  unread: string[],
): Promise<{ readonly lines: LogLine[]; readonly pods: number }> {
  const found = await optional(unread, async () => [
    ...(await list(cluster, RESOURCE.pods, namespace, { labelSelector: `app=${sensorApp}` })),
    ...(await list(cluster, RESOURCE.pods, namespace, { labelSelector: 'eventsource-name' })),
  ]);
  const lines: LogLine[] = [];
  for (const object of found ?? []) {
    const pod = metadata(object).name;
    const restarts = asList(asObject(object['status'])['containerStatuses']).map((one) =>
      Number(asObject(one)['restartCount']),
    );
    for (const previous of restarts.some((number) => number > 0) ? ['true', ''] : ['']) {
      const query = { container: 'main', ...(previous !== '' && { previous }) };
      const read = await optional(previous === '' ? unread : [], () => log(cluster, namespace, pod, query));
      lines.push(...parseLog(pod, read ?? ''));
    }
  }
  return { lines, pods: found?.length ?? 0 };
}

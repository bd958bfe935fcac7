import { pluralOf } from '../argo-events/plural';
import { ApiError, type Cluster, ClusterError } from '../cluster/cluster';
import { exists, type LiveObject, list, RESOURCE, type Resource } from '../cluster/objects';
import { LABEL, type Names, namesOf } from '../remediation/names';
import { TASK_PATTERN } from '../remediation/state/keys';
import { factsOf, type LoopFacts } from './facts';
import { metadata } from './plain';
import { SeveralLoopsError } from './several-loops';

/** Where the loop is, and which one. */
export interface LoopPlace {
  readonly agents: string;
  readonly sensors: string;
  /** The prop `name`; undefined for the one whose states are there. */
  readonly loop: string | undefined;
}

/** What was read of a loop. */
export interface LoopObjects {
  readonly names: Names;
  readonly loop: string;
  readonly states: readonly LiveObject[];
  readonly facts: LoopFacts;
  /** Undefined if they could not be read. */
  readonly sensors: readonly LiveObject[] | undefined;
  readonly codeRuns: Resource;
  /** What could not be read, and why. */
  readonly unread: readonly string[];
}

const DEFAULT_LOOP = 'remediation';

/**
 * Reads the states of a loop, and what its sensors say about it. The states are found by the label of the task, not by the
 * label `app`, so that those that have lost it are found too.
 */
export async function readLoop(cluster: Cluster, { agents, sensors, loop }: LoopPlace): Promise<LoopObjects> {
  const labelled = await list(cluster, RESOURCE.configmaps, agents, { labelSelector: LABEL.task });
  const found = [...new Set(labelled.flatMap((object) => loopOf(object) ?? []))].sort();
  if (found.length === 0) await expectNamespace(cluster, agents);
  if (loop === undefined && found.length > 1) throw new SeveralLoopsError(agents, found);
  const name = loop ?? found[0] ?? DEFAULT_LOOP;
  const names = namesOf(name);
  const unread: string[] = [];
  const sensorObjects = await optional(unread, () =>
    list(cluster, RESOURCE.sensors, sensors, { labelSelector: `app=${names.sensorApp}` }),
  );
  const states = labelled.filter((object) => loopOf(object) === name);
  const facts = factsOf(sensorObjects ?? [], states);
  const [group = '', version = ''] = facts.codeRuns.apiVersion.split('/');
  return {
    names,
    loop: name,
    states,
    facts,
    sensors: sensorObjects,
    codeRuns: { group, version, plural: pluralOf(facts.codeRuns.kind) },
    unread,
  };
}

/** The API server lists nothing in a namespace that does not exist, and says no more. */
async function expectNamespace(cluster: Cluster, namespace: string): Promise<void> {
  const found = await optional([], () => exists(cluster, `/api/v1/namespaces/${namespace}`));
  if (found === false)
    throw new ClusterError(`There is no namespace "${namespace}" in context "${cluster.context}"`);
}

const STATE = new RegExp(`^task-${TASK_PATTERN}-(.+)-state$`);

function loopOf(configMap: LiveObject): string | undefined {
  return STATE.exec(metadata(configMap).name)?.[1];
}

/** What an optional part of the cluster says; undefined, with a line in `unread`, if it cannot be read. */
export async function optional<T>(unread: string[], read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    unread.push(error.message);
    return undefined;
  }
}

import type { Cluster } from '../cluster/cluster';
import { get, type LiveObject, list, RESOURCE } from '../cluster/objects';
import { asObject } from '../lint/plain';
import { type LoopObjects, type LoopPlace, optional } from './loop';
import { commentSourceSelector, type ProblemId, sensorSelector, stateSourceSelector } from './problems';

/** Finds what stops the loop as a whole. */
export async function findProblems(
  cluster: Cluster,
  { names, facts, sensors: known }: LoopObjects,
  { agents, sensors }: LoopPlace,
  unread: string[],
): Promise<ProblemId[]> {
  const deployments = (labelSelector: string) =>
    optional(unread, () => list(cluster, RESOURCE.deployments, sensors, { labelSelector }));
  if (known?.length === 0) return ['noSensor'];
  const ofSensors = await deployments(sensorSelector(names));
  // If the account may not list Deployments, one line says it.
  const ofStates = ofSensors && (await deployments(stateSourceSelector(names)));
  const ofComments =
    ofSensors && facts.known ? await deployments(commentSourceSelector(facts.commentSource)) : undefined;
  const resync = await optional(unread, () => get(cluster, RESOURCE.cronjobs, agents, names.resync));
  return [
    ...problemOf(ofSensors, 'sensors'),
    ...problemOf(ofStates, 'states'),
    ...problemOf(ofComments, 'comments'),
    ...(asObject(resync?.['spec'])['suspend'] === true ? (['resyncSuspended'] as const) : []),
  ];
}

function problemOf(
  deployments: readonly LiveObject[] | undefined,
  part: 'sensors' | 'states' | 'comments',
): ProblemId[] {
  if (deployments === undefined) return [];
  if (deployments.length === 0) return [`${part}NotDeployed`];
  if (deployments.some(({ spec }) => asObject(spec)['replicas'] === 0)) return [`${part}Stopped`];
  const isDown = deployments.some(({ status }) => !(Number(asObject(status)['availableReplicas']) > 0));
  return isDown ? [`${part}Down`] : [];
}

import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/**
 * In which wave Argo CD applies the kinds of Argo Events. Wave 0, which needs no annotation, has what all of them need:
 * namespaces, accounts, rights and policies. A sensor finds only the events that are published after it has started, so
 * sensors come before event sources.
 *
 * @example
 * ```ts
 * const waves = { ...ARGO_EVENTS_WAVES, CronJob: 4 };
 * console.log(`Sensor: ${waves.Sensor}`);
 * ```
 * ```yaml
 * Sensor: 2
 * ```
 */
export const ARGO_EVENTS_WAVES = { EventBus: 1, Sensor: 2, EventSource: 3 } as const;

/** The annotation with the wave of an object (pkg/sync/common/types.go in Argo CD's gitops-engine). */
const WAVE = 'argocd.argoproj.io/sync-wave';

/**
 * Says in which wave Argo CD applies the objects of a construct: it applies a wave when all of the one before are healthy.
 * `kubectl apply` ignores it. An object that has the annotation keeps it.
 *
 * @param scope whose objects, at any depth, are annotated: those that it has when this is called
 * @param waves the wave of each kind, a number. The objects of other kinds are not annotated, so they are in wave 0
 *
 * @example
 * ```ts
 * new EventBus(folder, 'bus', { namespace: 'events', spec: jetStream({ version: 'latest', replicas: 3 }) });
 * addSyncWaves(folder, { ...ARGO_EVENTS_WAVES, CronJob: 4 });
 * ```
 * ```yaml
 * kind: EventBus
 * metadata:
 *   name: default
 *   namespace: events
 *   annotations:
 *     argocd.argoproj.io/sync-wave: "1"
 * ```
 */
export function addSyncWaves(
  scope: IConstruct,
  waves: Readonly<Record<string, number>> = ARGO_EVENTS_WAVES,
): void {
  for (const object of scope.node.findAll().filter(ApiObject.isApiObject)) {
    const wave = waves[object.kind];
    if (wave !== undefined && !has(object, WAVE)) object.metadata.addAnnotation(WAVE, String(wave));
  }
}

const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/**
 * Keeps Argo CD from deleting an object: neither when it is no longer in Git, nor with its Application. A person has to
 * delete it. Use it for objects whose deletion deletes what is not in Git, such as the messages of an EventBus or all objects of
 * a namespace.
 *
 * @param scope whose objects, at any depth, are kept: those that it has when this is called
 * @param kinds the kinds that are kept
 *
 * @example
 * ```ts
 * new EventBus(folder, 'bus', { namespace: 'events', spec: jetStream({ version: 'latest', replicas: 3 }) });
 * keepObjects(folder, ['EventBus']);
 * ```
 * ```yaml
 * kind: EventBus
 * metadata:
 *   name: default
 *   namespace: events
 *   annotations:
 *     argocd.argoproj.io/sync-options: Prune=false,Delete=false
 * ```
 */
export function keepObjects(scope: IConstruct, kinds: readonly string[]): void {
  for (const object of scope.node.findAll().filter(ApiObject.isApiObject)) {
    if (!kinds.includes(object.kind) || has(object, SYNC_OPTIONS)) continue;
    object.metadata.addAnnotation(SYNC_OPTIONS, 'Prune=false,Delete=false');
  }
}

function has({ metadata }: ApiObject, annotation: string): boolean {
  const { annotations } = metadata.toJson() as { annotations?: Readonly<Record<string, unknown>> };
  return annotations?.[annotation] !== undefined;
}

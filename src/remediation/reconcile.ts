import type { Dependency, EventReference } from '../argo-events/dependency';
import { equals, type Filter } from '../argo-events/filters';
import type { ConfigMap } from '../argo-events/kubernetes';
import type { Reference } from '../argo-events/references/reference';
import { raw } from '../argo-events/references/slot';
import type { Sensor } from '../argo-events/sensor';
import { patch, resource } from '../argo-events/triggers';
import type { RemediationSettings } from './settings';
import {
  type CancellationRequested,
  type Exhausted,
  exhaustedTask,
  type Recorded,
  type Requested,
  recordedRun,
  requestedCancellation,
  requestedRun,
  type Stale,
  type StateEvent,
  staleState,
} from './state';

/** What follows from the state of a task. */
export interface StateDependencies {
  readonly stale: Dependency<Stale>;
  readonly requested: Dependency<Requested>;
  /** Undefined when no agents are cancelled. */
  readonly cancellation: Dependency<CancellationRequested> | undefined;
  readonly recorded: Dependency<Recorded>;
  readonly exhausted: Dependency<Exhausted>;
}

/** @param shard the part of the tasks that the sensor takes; all of them when undefined */
export function onState(
  sensor: Sensor,
  settings: RemediationSettings,
  event: EventReference<StateEvent>,
  shard: number | undefined,
): StateDependencies {
  const { cancelledAgents } = settings;
  const passes = (condition: Reference<boolean>, ofShard: Reference<number>): Filter[] => [
    equals(condition, true),
    ...(shard === undefined ? [] : [equals(ofShard, shard)]),
  ];
  return {
    stale: sensor.on('state-stale', event, {
      transform: staleState(settings),
      filters: ({ remediation }) => passes(remediation.stale, remediation.shard),
    }),
    requested: sensor.on('remediation-requested', event, {
      transform: requestedRun(settings),
      filters: ({ remediation }) => passes(remediation.due, remediation.shard),
    }),
    cancellation:
      cancelledAgents === false
        ? undefined
        : sensor.on('cancellation-requested', event, {
            transform: requestedCancellation(settings, cancelledAgents),
            filters: ({ remediation }) => passes(remediation.fresh, remediation.shard),
          }),
    recorded: sensor.on('remediation-recorded', event, {
      transform: recordedRun(settings),
      filters: ({ remediation }) => passes(remediation.recorded, remediation.shard),
    }),
    exhausted: sensor.on('remediation-exhausted', event, {
      transform: exhaustedTask(settings),
      filters: ({ remediation }) => passes(remediation.exhausted, remediation.shard),
    }),
  };
}

/**
 * Brings the state up to date by compare-and-swap: the patch carries the version that it was computed from, so
 * that a stale one is refused (409), and is tried once, for a newer event is then already on its way. Without
 * it, two comments out of order could get one iteration, and a person's pause could be undone.
 */
export function reconcileState(
  sensor: Sensor,
  stale: Dependency<Stale>,
  settings: RemediationSettings,
): void {
  const { remediation } = stale.data;
  sensor.do('reconcile-state', {
    on: stale,
    action: patch(
      resource<ConfigMap>({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: remediation.state_name,
          namespace: settings.agentNamespace,
          resourceVersion: remediation.version,
          annotations: raw(remediation.annotations as unknown as Reference<Record<string, string>>),
        },
        data: raw(remediation.data),
      }),
    ),
    retry: { steps: 1, duration: '1s' },
  });
}

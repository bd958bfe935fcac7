import type { EventReference } from '../../argo-events/dependency';
import type { ResourceEvent } from '../../argo-events/event-sources';
import { equals, type Filter } from '../../argo-events/filters';
import type { ConfigMap } from '../../argo-events/kubernetes';
import type { Reference } from '../../argo-events/references/ref';
import type { Sensor } from '../../argo-events/sensor';
import type { RemediationSettings } from '../settings';

/** An event about the ConfigMap of a task. */
export type StateEvent = ResourceEvent<ConfigMap>;

/** A CodeRun, whatever its spec. */
export interface AnyCodeRun {
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** The events that steps wait for. */
export interface LoopEvents {
  /** Comments on GitHub. */
  readonly comments: EventReference<unknown>;
  /** What happens to pull requests on GitHub; undefined where nobody tells of it. */
  readonly pullRequests: EventReference<unknown> | undefined;
  /** Changes of the states of tasks. */
  readonly state: EventReference<StateEvent>;
  /** Changes of the loop's CodeRuns. */
  readonly runs: EventReference<ResourceEvent<AnyCodeRun>>;
}

/** What a step needs to add its dependencies and triggers. */
export interface StepContext {
  readonly settings: RemediationSettings;
  /** The sensor that gets the step's dependencies and triggers. */
  readonly sensor: Sensor;
  readonly events: LoopEvents;
  /** The part of the tasks that the sensor takes; all of them when undefined. */
  readonly shard: number | undefined;
}

/** One thing that the loop does: what it waits for, and what it then writes or sends. */
export type Step = (context: StepContext) => void;

/** The filters of a dependency: the condition, and with several shards that the task belongs to this sensor. */
export function dueInShard(
  { shard }: StepContext,
  condition: Reference<boolean>,
  ofShard: Reference<number>,
): Filter[] {
  return [equals(condition, true), ...(shard === undefined ? [] : [equals(ofShard, shard)])];
}

import type { ResourceEventSource, Selector } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-source';

/** What the event source tells of an object (ResourceEventData in pkg/eventsources/events/event-data.go). */
export interface ResourceEvent<T> {
  /** What has happened. */
  readonly type: 'ADD' | 'UPDATE' | 'DELETE';
  /** The object as it is now, or was last. */
  readonly body: T;
  /** The object before the change, of an UPDATE. */
  readonly oldBody?: T;
  /** That of the watch. */
  readonly group: string;
  /** That of the watch. */
  readonly version: string;
  /** That of the watch. */
  readonly resource: string;
}

/** The objects to watch. */
export interface ResourceWatch {
  /** Empty for the core group. */
  readonly group: string;
  /** The version, such as `v1`. */
  readonly version: string;
  /** The plural: `configmaps`. */
  readonly resource: string;
  /** The namespace of the objects. */
  readonly namespace: string;
  /**
   * ADD is also told of every object there is whenever the event source starts. An UPDATE that does not change
   * the resource version is not told (pkg/eventsources/sources/resource/start.go).
   */
  readonly eventTypes: readonly [ResourceEvent<unknown>['type'], ...ResourceEvent<unknown>['type'][]];
  /** Only objects with these labels; every object when left out. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Only objects whose labels also meet all of these; none when left out. */
  readonly matchExpressions?: readonly LabelRequirement[];
}

/** A requirement on a label, as in a Kubernetes label selector. */
export type LabelRequirement =
  | {
      /** The key of the label. */
      readonly key: string;
      /** `NotIn` also selects objects that do not have the label. */
      readonly operator: 'In' | 'NotIn';
      /** The values, without commas: the engine splits at them. */
      readonly values: readonly [string, ...string[]];
    }
  | {
      /** The key of the label. */
      readonly key: string;
      /** Whether the label is there, with any value. */
      readonly operator: 'Exists' | 'DoesNotExist';
    };

/** The operators of Kubernetes in the engine's words (LabelReq in pkg/eventsources/sources/resource/start.go). */
const OPERATIONS = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' } as const;

/** Tells of changes of Kubernetes objects of type T. */
export function resourceEvent<T>(watch: ResourceWatch): EventDefinition<ResourceEvent<T>> {
  const { group, version, resource, namespace, labels = {}, matchExpressions = [] } = watch;
  const selectors: Selector[] = [
    ...Object.entries(labels).map(([key, value]) => ({ key, operation: '==' as const, value })),
    ...matchExpressions.map((requirement) => ({
      key: requirement.key,
      operation: OPERATIONS[requirement.operator],
      value: 'values' in requirement ? requirement.values.join(',') : '',
    })),
  ];
  const spec: ResourceEventSource = {
    group,
    version,
    resource,
    namespace,
    eventTypes: [...watch.eventTypes],
    ...(selectors.length > 0 && { filter: { labels: selectors } }),
  };
  return {
    kind: 'resource',
    spec,
    permissions: ['list', 'watch'].map((verb) => ({ apiGroup: group, resource, verb, namespace })),
  };
}

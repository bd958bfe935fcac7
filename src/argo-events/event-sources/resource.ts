import type { ResourceEventSource } from '../../../imports/argo-events';
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
}

/** Tells of changes of Kubernetes objects of type T. */
export function resourceEvent<T>(watch: ResourceWatch): EventDefinition<ResourceEvent<T>> {
  const { group, version, resource, namespace } = watch;
  const spec: ResourceEventSource = {
    group,
    version,
    resource,
    namespace,
    eventTypes: [...watch.eventTypes],
    ...(watch.labels && {
      filter: {
        labels: Object.entries(watch.labels).map(([key, value]) => ({ key, operation: '==', value })),
      },
    }),
  };
  return {
    kind: 'resource',
    spec,
    permissions: ['list', 'watch'].map((verb) => ({ apiGroup: group, resource, verb, namespace })),
  };
}

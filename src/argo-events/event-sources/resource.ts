import type { ResourceEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-source';

/**
 * The data of an event about a Kubernetes object of type T (ResourceEventData in
 * pkg/eventsources/events/event-data.go).
 */
export interface ResourceEvent<T> {
  /** What happened to the object. */
  readonly type: 'ADD' | 'UPDATE' | 'DELETE';
  /** The object as it is now. For a DELETE, as it was last. */
  readonly body: T;
  /** The object before the change. Only an UPDATE has it. */
  readonly oldBody?: T;
  /** The `group` of the watch. */
  readonly group: string;
  /** The `version` of the watch. */
  readonly version: string;
  /** The `resource` of the watch. */
  readonly resource: string;
}

/** The objects to watch, and the events to send. */
export interface ResourceWatch {
  /** The API group. Empty for the core group. */
  readonly group: string;
  /** The version, such as `v1`. */
  readonly version: string;
  /** The plural name, such as `configmaps`. */
  readonly resource: string;
  /** The namespace of the objects. */
  readonly namespace: string;
  /**
   * The changes that give events. When the event source starts, it also sends an ADD for each object that exists. An
   * UPDATE that does not change the resource version gives no event (pkg/eventsources/sources/resource/start.go).
   */
  readonly eventTypes: readonly [ResourceEvent<unknown>['type'], ...ResourceEvent<unknown>['type'][]];
  /**
   * Labels that the objects must have.
   *
   * @default none: every object
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Events about changes of Kubernetes objects of type T. {@link EventSource.grant} allows its account to list and watch
 * them.
 *
 * @example
 * ```ts
 * const settings = new EventSource(folder, 'settings', {
 *   name: 'settings',
 *   namespace: 'events',
 *   events: {
 *     changed: resourceEvent<ConfigMap>({
 *       group: '',
 *       version: 'v1',
 *       resource: 'configmaps',
 *       namespace: 'shop',
 *       eventTypes: ['ADD', 'UPDATE'],
 *       labels: { app: 'shop' },
 *     }),
 *   },
 * });
 * sensor.on('settings', settings.event('changed'), { filters: (e) => [present(e.body.metadata.name)] });
 * ```
 * ```yaml
 * resource:
 *   changed:
 *     group: ""
 *     version: v1
 *     resource: configmaps
 *     namespace: shop
 *     eventTypes:
 *       - ADD
 *       - UPDATE
 *     filter:
 *       labels:
 *         - key: app
 *           operation: "=="
 *           value: shop
 * ```
 */
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

import type { ResourceEventSource, Selector } from '../../../imports/argo-events';
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
  /**
   * Requirements that the labels must also meet, all of them.
   *
   * @default none
   */
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

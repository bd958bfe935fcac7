import type { ResourceEventSource, ResourceFilter } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import { quoteRegex } from '../references/regex';
import type { EventOptions, WithMetadata } from './options';

/**
 * The data of an event about a Kubernetes object of type T (ResourceEventData in
 * pkg/eventsources/events/event-data.go).
 */
export interface ResourceEvent<T> extends WithMetadata {
  /** What happened to the object. */
  readonly type: 'ADD' | 'UPDATE' | 'DELETE';
  /** The object as it is now. For a DELETE, as it was last. */
  readonly body: T;
  /** The object before the change. Only an UPDATE has it: for an ADD and a DELETE it is null. */
  readonly oldBody?: T | null;
  /** The `group` of the watch; empty for the core group. */
  readonly group: string;
  /** The `version` of the watch. */
  readonly version: string;
  /** The `resource` of the watch. */
  readonly resource: string;
}

/** The objects to watch, and the events to send. */
export interface ResourceWatch extends Omit<EventOptions, 'filter'> {
  /**
   * The API group.
   *
   * @default '', the core group
   */
  readonly group?: string;
  /** The version, such as `v1`. */
  readonly version: string;
  /** The plural name, such as `configmaps`. */
  readonly resource: string;
  /**
   * The namespace of the objects.
   *
   * @default all namespaces, and objects that have none
   */
  readonly namespace?: string;
  /**
   * The changes that give events. When the event source starts, it also sends an ADD for each object that exists. An
   * UPDATE that does not change the resource version gives no event (pkg/eventsources/sources/resource/start.go).
   */
  readonly eventTypes: readonly [ResourceEvent<unknown>['type'], ...ResourceEvent<unknown>['type'][]];
  /**
   * Labels that the objects must have. An update that adds the label gives an ADD, not an UPDATE: the API server
   * selects by labels.
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
  /**
   * Requirements on fields, all of them. The event source reads the whole object for them.
   *
   * @default none
   */
  readonly fields?: readonly FieldRequirement[];
  /**
   * What the names of the objects begin with.
   *
   * @default any name
   */
  readonly prefix?: string;
  /**
   * Only what happened after the start of the event source. So it sends no ADD for an object that was there before.
   *
   * @default false
   */
  readonly afterStart?: boolean;
  /**
   * Only objects that were created at this time or before it: `2026-01-02T03:04:05Z`.
   *
   * @default objects of any age
   */
  readonly createdBy?: string;
}

/** A requirement on a field that holds a text. A number or a boolean never meets it: the engine reads texts only. */
export interface FieldRequirement {
  /** The path of the field, such as `involvedObject.name`. An object without the field is never passed on. */
  readonly key: string;
  /** Whether the text has to be one of the values, or none of them. */
  readonly operator: 'In' | 'NotIn';
  /** The values, each as a whole text. */
  readonly values: readonly [string, ...string[]];
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
    }
  | {
      /** The key of the label. */
      readonly key: string;
      /** Whether the value is an integer greater, or less, than this one. */
      readonly operator: 'Gt' | 'Lt';
      readonly value: number;
    };

/** The operators of Kubernetes in the engine's words (LabelReq in pkg/eventsources/sources/resource/start.go). */
const OPERATIONS = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
  Gt: 'gt',
  Lt: 'lt',
} as const;

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
  const { group = '', version, resource, namespace = '', eventTypes, metadata } = watch;
  const filter = filterOf(watch);
  const spec: ResourceEventSource = {
    group,
    version,
    resource,
    namespace,
    eventTypes: [...eventTypes],
    ...(metadata && { metadata: { ...metadata } }),
    ...(Object.keys(filter).length > 0 && { filter }),
  };
  return { kind: 'resource', spec };
}

function filterOf(watch: ResourceWatch): ResourceFilter {
  const { labels = {}, matchExpressions = [], fields = [], prefix, afterStart, createdBy } = watch;
  const selectors = [
    ...Object.entries(labels).map(([key, value]) => ({ key, operation: '==' as const, value })),
    ...matchExpressions.map((requirement) => ({
      key: requirement.key,
      operation: OPERATIONS[requirement.operator],
      value: labelValue(requirement),
    })),
  ];
  return {
    ...(selectors.length > 0 && { labels: selectors }),
    ...(fields.length > 0 && { fields: fields.map(fieldSelector) }),
    ...(prefix !== undefined && { prefix }),
    ...(afterStart !== undefined && { afterStart }),
    ...(createdBy !== undefined && { createdBy }),
  };
}

function labelValue(requirement: LabelRequirement): string {
  if ('values' in requirement) return requirement.values.join(',');
  return 'value' in requirement ? String(requirement.value) : '';
}

// The engine takes the value for a pattern, and finds it anywhere in the text (filterFields in
// pkg/eventsources/sources/resource/start.go). Without an operation, nothing passes.
function fieldSelector({
  key,
  operator,
  values,
}: FieldRequirement): NonNullable<ResourceFilter['fields']>[number] {
  const value = `^(?:${values.map(quoteRegex).join('|')})$`;
  return { key, operation: operator === 'In' ? '==' : '!=', value };
}

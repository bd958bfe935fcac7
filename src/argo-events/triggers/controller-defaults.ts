import type { Json } from '../references/parameters';

type MutableObject = { [key: string]: Json };

interface ControllerDefault {
  readonly path: readonly [string, ...string[]];
  readonly empty: Json;
  /** The other field of which one has to be given: only if that one is there, this one gets its default. */
  readonly or?: string;
}

/**
 * The fields that the controller adds to a trigger when it stores the Sensor: optional ones without omitempty
 * (pkg/apis/events/v1alpha1/sensor_types.go). They are rendered too, because otherwise every `kubectl apply` would find
 * a difference in the list of triggers.
 */
const CONTROLLER_DEFAULTS: readonly ControllerDefault[] = [
  { path: ['azureServiceBus', 'queueName'], empty: '', or: 'topicName' },
  { path: ['azureServiceBus', 'topicName'], empty: '', or: 'queueName' },
  { path: ['azureServiceBus', 'subscriptionName'], empty: '' },
  { path: ['custom', 'payload'], empty: [] },
  { path: ['custom', 'secure'], empty: false },
  { path: ['kafka', 'partition'], empty: 0 },
  { path: ['kafka', 'schemaRegistry', 'schemaId'], empty: 0 },
  { path: ['slack', 'sender'], empty: {} },
  { path: ['slack', 'thread'], empty: {} },
];

/** What the controller writes at a place of a trigger template that is empty; undefined if nothing. */
export function controllerDefaultAt(place: readonly (string | number)[]): Json | undefined {
  return CONTROLLER_DEFAULTS.find(({ path }) => path.join('.') === place.join('.'))?.empty;
}

/** A trigger template with the fields that the controller would add. */
export function withControllerDefaults(template: { readonly [key: string]: Json }): {
  readonly [key: string]: Json;
} {
  const all = structuredClone(template) as MutableObject;
  for (const { path, empty, or } of CONTROLLER_DEFAULTS) {
    const field = path[path.length - 1] as string;
    const parent = path
      .slice(0, -1)
      .reduce<MutableObject | undefined>((node, key) => node?.[key] as MutableObject, all);
    if (parent && !(field in parent) && (or === undefined || or in parent)) parent[field] = empty;
  }
  return all;
}

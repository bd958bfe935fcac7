import type { Json } from '../references/parameters';

type MutableObject = { [key: string]: Json };

interface ControllerDefault {
  readonly path: readonly [string, ...string[]];
  readonly empty: Json;
  /** The field that stands in for it: one of the two has to be given. */
  readonly or?: string;
}

/**
 * What the controller writes into a trigger when it stores the Sensor again, though nobody gave it: fields that need not
 * be there and have no omitempty (pkg/apis/events/v1alpha1/sensor_types.go). Inside the list of triggers each would be a
 * difference for every `kubectl apply`.
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

/** What the controller writes at a place of a trigger template where nothing is given, if anything. */
export function controllerDefaultAt(place: readonly (string | number)[]): Json | undefined {
  return CONTROLLER_DEFAULTS.find(({ path }) => path.join('.') === place.join('.'))?.empty;
}

/** The part of a trigger template, with what the controller would write there. */
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

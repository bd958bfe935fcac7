import { asObject, asString, valueAt } from './plain';
import type { PlainObject } from './rule';

/** The name of an object; empty if it has none. */
export function nameOf(value: PlainObject): string {
  return asString(valueAt(value, 'metadata', 'name')) ?? '';
}

/** The namespace of an object; empty if it has none. Then `kubectl apply` chooses it. */
export function namespaceOf(value: PlainObject): string {
  return asString(valueAt(value, 'metadata', 'namespace')) ?? '';
}

/** The objects of a kind, of any API group, and if a namespace is given, only those in it. */
export function objectsOfKind(
  objects: readonly PlainObject[],
  kind: string,
  namespace?: string,
): PlainObject[] {
  return objects
    .map(asObject)
    .filter((one) => one['kind'] === kind && (namespace === undefined || namespaceOf(one) === namespace));
}

/** The name of the bus that a Sensor or EventSource uses (DefaultEventBusName in pkg/apis/events/v1alpha1/const.go). */
export function busName(value: PlainObject): string {
  return asString(valueAt(value, 'spec', 'eventBusName')) || 'default';
}

/** The bus of a Sensor or EventSource; undefined if it is not among the objects. */
export function busOf(objects: readonly PlainObject[], value: PlainObject): PlainObject | undefined {
  return objectsOfKind(objects, 'EventBus', namespaceOf(value)).find((bus) => nameOf(bus) === busName(value));
}

/** Whether a Sensor or EventSource uses JetStream. True too if its bus is not among the objects. */
export function usesJetStream(objects: readonly PlainObject[], value: PlainObject): boolean {
  const spec = asObject(asObject(busOf(objects, value))['spec']);
  return !('nats' in spec) && !('kafka' in spec);
}

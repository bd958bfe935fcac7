import { asObject, asString, valueAt } from './plain';
import type { ObjectSet, PlainObject } from './rule';

/** The name of an object; empty if it has none. */
export function nameOf(value: PlainObject): string {
  return asString(valueAt(value, 'metadata', 'name')) ?? '';
}

/** The namespace of an object; empty if it has none. Then `kubectl apply` chooses it. */
export function namespaceOf(value: PlainObject): string {
  return asString(valueAt(value, 'metadata', 'namespace')) ?? '';
}

/** The name of the bus that a Sensor or EventSource uses (DefaultEventBusName in pkg/apis/events/v1alpha1/const.go). */
export function busName(value: PlainObject): string {
  return asString(valueAt(value, 'spec', 'eventBusName')) || 'default';
}

/** The buses that a Sensor or EventSource may use: several only if files of several places have the name. */
function busesOf(objects: ObjectSet, value: PlainObject): readonly PlainObject[] {
  return objects.ofKind('EventBus', { namespace: namespaceOf(value), name: busName(value) });
}

/** The bus of a Sensor or EventSource; undefined if it is not among the objects, or if several may be it. */
export function busOf(objects: ObjectSet, value: PlainObject): PlainObject | undefined {
  const buses = busesOf(objects, value);
  return buses.length === 1 ? buses[0] : undefined;
}

/**
 * The EventSources that a dependency of a Sensor may name. There are none if it is not among the objects, and several if
 * files of several places have the name, such as overlays.
 */
export function eventSourcesOf(
  objects: ObjectSet,
  sensor: PlainObject,
  dependency: PlainObject,
): readonly PlainObject[] {
  const name = asString(dependency['eventSourceName']);
  if (name === undefined) return [];
  return objects.ofKind('EventSource', { namespace: namespaceOf(sensor), name });
}

/**
 * The server of the bus of a Sensor or EventSource, if somebody else runs it; undefined if the bus has its own. A sensor gets
 * the events of a source of another namespace if both have one such server. JetStream has one stream and the same subjects
 * for every bus (CreateStream in pkg/eventbus/jetstream/base/jetstream.go). Kafka has the topic of the bus, which is one for
 * each bus unless it is given (Install in pkg/reconciler/eventbus/installer/kafka.go).
 */
export function sharedServerOf(objects: ObjectSet, value: PlainObject): string | undefined {
  const spec = asObject(asObject(busOf(objects, value))['spec']);
  const url = asString(valueAt(spec, 'jetstreamExotic', 'url'));
  if (url) return url;
  const { url: brokers, topic } = asObject(spec['kafka']);
  return asString(brokers) && asString(topic) ? `${brokers} ${topic}` : undefined;
}

/** Whether a Sensor or EventSource uses JetStream. True too if its bus is not among the objects. */
export function usesJetStream(objects: ObjectSet, value: PlainObject): boolean {
  return busesOf(objects, value).every((bus) => {
    const spec = asObject(bus['spec']);
    return !('nats' in spec) && !('kafka' in spec);
  });
}

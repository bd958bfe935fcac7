import { conditionsText, nameInConditions } from '../lint/conditions';
import { nameOf, namespaceOf } from '../lint/objects';
import { asString, valueAt } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { dependencyNames, triggerName, waitingTriggers } from '../lint/sensor';
import { conditionsByTrigger, consumersOf, dependenciesByName } from './consumers';
import type { OnOneBus } from './fate';

/**
 * What becomes of what the triggers of a sensor wait for on NATS Streaming. A trigger has one subscription, whose name consists of
 * the names of sensor and trigger and of its conditions (Connect in pkg/eventbus/stan/sensor/sensor_stan.go). What waits is
 * judged by the new dependencies.
 */
export function natsFates(before: PlainObject, after: PlainObject): OnOneBus[] {
  const [was, now] = [expressionsOf(before), expressionsOf(after)];
  const known = dependenciesByName(after);
  return consumersOf(before).map((consumer): OnOneBus => {
    const [old, next] = [was.get(consumer.trigger), now.get(consumer.trigger)];
    if (next === undefined) return { fate: 'left', consumer, cause: { kind: 'trigger-gone' } };
    if (old !== next) {
      const cause = { kind: 'conditions', before: old ?? '', after: next } as const;
      return { fate: 'left', consumer, cause };
    }
    const definition = known.get(consumer.dependency) ?? {};
    return asksOther(definition, consumer)
      ? { fate: 'reset', consumer, cause: OTHER_EVENT }
      : { fate: 'kept', consumer };
  });
}

/**
 * The same on Kafka. The sensor has one consumer group, and what waits in the topic is judged by the new triggers and dependencies
 * (NewKafkaSensor and Event in pkg/eventbus/kafka/sensor/kafka_sensor.go).
 */
export function kafkaFates(before: PlainObject, after: PlainObject): OnOneBus[] {
  const [triggers, known] = [conditionsByTrigger(after), dependenciesByName(after)];
  return consumersOf(before).map((consumer): OnOneBus => {
    if (!triggers.has(consumer.trigger))
      return { fate: 'deleted', consumer, cause: { kind: 'trigger-gone' } };
    const definition = known.get(consumer.dependency);
    if (definition === undefined) return { fate: 'deleted', consumer, cause: { kind: 'dependency-gone' } };
    return asksOther(definition, consumer)
      ? { fate: 'reset', consumer, cause: OTHER_EVENT }
      : { fate: 'kept', consumer };
  });
}

/** The consumer group of a sensor on a bus of Kafka. */
export function groupOfSensor(sensor: PlainObject, bus: PlainObject | undefined): string {
  const named = asString(valueAt(bus, 'spec', 'kafka', 'consumerGroup', 'groupName'));
  return named || `${namespaceOf(sensor)}-${nameOf(sensor)}`;
}

const OTHER_EVENT = { kind: 'event' } as const;

function asksOther(
  { eventSourceName, eventName }: PlainObject,
  { source, event }: { readonly source: string; readonly event: string },
): boolean {
  return asString(eventSourceName) !== source || asString(eventName) !== event;
}

/** The conditions of each trigger as the engine writes them: without spaces, with the names of the dependencies (getDependencyExpression in pkg/sensors/listener.go). */
function expressionsOf(sensor: PlainObject): ReadonlyMap<string, string> {
  const names = dependencyNames(sensor);
  const resolve = (word: string) =>
    names.find((name) => nameInConditions(name) === nameInConditions(word)) ?? word;
  return new Map(
    waitingTriggers(sensor).flatMap((trigger) => {
      const name = triggerName(trigger);
      const text = conditionsText(trigger)?.replace(/\s+/g, '');
      const expression = text?.replace(/[\p{L}\p{N}_$-]+/gu, resolve) ?? names.join('&&');
      return name === undefined ? [] : [[name, expression] as const];
    }),
  );
}

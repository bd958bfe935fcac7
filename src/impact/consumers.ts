import { conditionsText, parsedConditionsOf } from '../lint/conditions';
import { busName, busOf, namespaceOf, sharedServerOf } from '../lint/objects';
import { asObject, asString } from '../lint/plain';
import type { ObjectSet, PlainObject } from '../lint/rule';
import { dependencies, triggerName, waitingTriggers } from '../lint/sensor';
import { remembered } from '../remember';

/** What keeps the place of a trigger in the events of one dependency. */
export interface Consumer {
  readonly sensor: PlainObject;
  readonly trigger: string;
  readonly dependency: string;
  readonly source: string;
  readonly event: string;
  /** Whether the trigger waits for several dependencies together. */
  readonly isCombined: boolean;
}

/** A kind of bus. */
export type BusKind = 'jetstream' | 'nats' | 'kafka';

/** The kind of the bus of a Sensor or EventSource. If the bus is not among the objects, JetStream, which is the default. */
export function busKindOf(objects: ObjectSet, value: PlainObject): BusKind {
  const spec = asObject(asObject(busOf(objects, value))['spec']);
  return 'kafka' in spec ? 'kafka' : 'nats' in spec ? 'nats' : 'jetstream';
}

/** What tells the bus of a Sensor or EventSource from others. */
export function busKeyOf(objects: ObjectSet, value: PlainObject): string {
  return sharedServerOf(objects, value) ?? `${namespaceOf(value)}/${busName(value)}`;
}

/** The dependencies of a sensor by their names. Of two with one name, the last one counts (listenEvents in pkg/sensors/listener.go). */
export function dependenciesByName(sensor: PlainObject): ReadonlyMap<string, PlainObject> {
  return new Map(
    dependencies(sensor).flatMap(({ value }) => {
      const name = asString(value['name']);
      return name === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** The conditions of the triggers of a sensor, as they are written; empty if a trigger has none. */
export function conditionsByTrigger(sensor: PlainObject): ReadonlyMap<string, string> {
  return new Map(
    waitingTriggers(sensor).flatMap((trigger) => {
      const name = triggerName(trigger);
      return name === undefined ? [] : [[name, conditionsText(trigger) ?? ''] as const];
    }),
  );
}

/**
 * What the triggers of a sensor wait for, each pair of a trigger and a dependency. Of several dependencies of a trigger on one
 * event, only the last one has a consumer (the map of subjects in Subscribe, pkg/eventbus/jetstream/sensor/trigger_conn.go).
 */
export const consumersOf = remembered((sensor: PlainObject): readonly Consumer[] => {
  const known = dependenciesByName(sensor);
  return waitingTriggers(sensor).flatMap((trigger) => {
    const name = triggerName(trigger);
    const names = parsedConditionsOf(sensor, trigger)?.names ?? [];
    if (name === undefined) return [];
    // The engine looks for this letter (requiresANDLogic in pkg/eventbus/jetstream/sensor/trigger_conn.go).
    const isCombined = (conditionsText(trigger) ?? names.join('&')).includes('&');
    const bySubject = new Map<string, Consumer>();
    for (const dependency of names) {
      const { eventSourceName, eventName } = known.get(dependency) ?? {};
      const [source, event] = [asString(eventSourceName) ?? '', asString(eventName) ?? ''];
      bySubject.set(JSON.stringify([source, event]), {
        sensor,
        trigger: name,
        dependency,
        source,
        event,
        isCombined,
      });
    }
    return [...bySubject.values()];
  });
});

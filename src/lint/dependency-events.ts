import { type EventPart, eventsOf, hasEvent } from './event-source';
import { eventSourcesOf } from './objects';
import { asString, type Part } from './plain';
import type { ObjectSet, PlainObject } from './rule';

/**
 * The events that a dependency of a Sensor waits for, as they are published: several if event sources of several places
 * have the name. There are none if one of them is not known, or if a transform makes data of its own.
 */
export function eventsFor(known: ObjectSet, sensor: PlainObject, { value }: Part): readonly EventPart[] {
  const sources = eventSourcesOf(known, sensor, value);
  const name = asString(value['eventName']) ?? '';
  if ((value['transform'] ?? undefined) !== undefined || !sources.every((one) => hasEvent(one, name)))
    return [];
  return sources.flatMap(eventsOf).filter((event) => event.name === name);
}

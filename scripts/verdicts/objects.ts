import { parse } from 'yaml';
import type { EngineObject } from '../../src/engine/engine';
import { eventsOf } from '../../src/lint/event-source';
import { nameOf, namespaceOf } from '../../src/lint/objects';
import { asString, valueAt } from '../../src/lint/plain';

/** A rendered file, and the object in it. */
export interface Rendered {
  readonly path: string;
  readonly text: string;
  readonly object: EngineObject;
}

/** The rendered objects of a kind. */
export function ofKind(tree: ReadonlyMap<string, string>, kind: string): Rendered[] {
  return [...tree]
    .map(([path, text]) => ({ path, text, object: (parse(text) ?? {}) as EngineObject }))
    .filter(({ object }) => object['kind'] === kind);
}

/** The kind of an event source, as it is in the type of its events; empty if nothing rendered has the event. */
export function eventType(
  sources: readonly Rendered[],
  namespace: string,
  source: string,
  event: string,
): string {
  const found = sources
    .map(({ object }) => object)
    .filter((object) => namespaceOf(object) === namespace && nameOf(object) === source)
    .flatMap(eventsOf)
    .find(({ name }) => name === event);
  return found?.kind ?? '';
}

/** The bus of a sensor; undefined if it is not rendered. */
export function busOf(buses: readonly Rendered[], sensor: EngineObject): EngineObject | undefined {
  return buses
    .map(({ object }) => object)
    .find((object) => namespaceOf(object) === namespaceOf(sensor) && nameOf(object) === busName(sensor));
}

/** The name that the engine takes for `spec.eventBusName`. */
export function busName(sensor: EngineObject): string {
  return asString(valueAt(sensor, 'spec', 'eventBusName')) || 'default';
}

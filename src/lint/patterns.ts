import type { FieldPath } from '../findings/finding';
import { eventsOf } from './event-source';
import { asString, type Part, partsAt } from './plain';
import type { PlainObject } from './rule';
import { dataFilters, dependencies, stringsIn } from './sensor';

/** A value of a filter that the engine reads as an RE2 pattern, and its place. */
export interface Pattern {
  readonly path: FieldPath;
  readonly value: string;
  /** Whether a text passes that the pattern does not find. */
  readonly isNegated: boolean;
}

/** The patterns in the filters of a Sensor, or of the watched resources of an EventSource. */
export function patternsIn(object: PlainObject): Pattern[] {
  return object['kind'] === 'Sensor' ? patternsOfSensor(object) : patternsOfEventSource(object);
}

function patternsOfSensor(sensor: PlainObject): Pattern[] {
  return dependencies(sensor)
    .flatMap(dataFilters)
    .filter(({ value }) => value['type'] === 'string')
    .flatMap((filter) =>
      stringsIn(filter, 'value').map(({ index, text }) => ({
        path: [...filter.path, 'value', index],
        value: text,
        isNegated: filter.value['comparator'] === '!=',
      })),
    );
}

function patternsOfEventSource(source: PlainObject): Pattern[] {
  return eventsOf(source)
    .filter(({ kind }) => kind === 'resource')
    .flatMap((event) => partsAt(event, 'filter', 'fields'))
    .flatMap(({ path, value }: Part) => {
      const pattern = asString(value['value']);
      const isNegated = value['operation'] === '!=';
      return pattern === undefined ? [] : { path: [...path, 'value'], value: pattern, isNegated };
    });
}

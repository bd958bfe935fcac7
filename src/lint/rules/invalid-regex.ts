import { quote } from '../../findings/words';
import { eventsOf } from '../event-source';
import { asString, type Part, partsAt } from '../plain';
import { regexError } from '../regex';
import type { ObjectRule, PlainObject } from '../rule';
import { dataFilters, dependencies, stringsIn } from '../sensor';

/** A filter with a value that is not an RE2 pattern. */
export const invalidRegex: ObjectRule = {
  id: 'invalid-regex',
  severity: 'error',
  summary: 'A filter has a value that is not an RE2 pattern',
  why: 'Values are patterns. The controller accepts one that does not compile, and then every event is dropped (filterData in pkg/sensors/dependencies/filter.go, filterFields in pkg/eventsources/sources/resource/start.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (object, report) => {
    for (const { path, value } of object['kind'] === 'Sensor'
      ? patternsOfSensor(object)
      : patternsOfEventSource(object)) {
      const problem = regexError(value);
      if (problem === undefined) continue;
      report(path, `${quote(value)} is no pattern of RE2: ${problem}`, { value: value });
    }
  },
};

interface Pattern {
  readonly path: Part['path'];
  readonly value: string;
}

function patternsOfSensor(sensor: PlainObject): Pattern[] {
  return dependencies(sensor)
    .flatMap(dataFilters)
    .filter(({ value }) => value['type'] === 'string')
    .flatMap((filter) =>
      stringsIn(filter, 'value').map(({ index, text }) => ({
        path: [...filter.path, 'value', index],
        value: text,
      })),
    );
}

function patternsOfEventSource(source: PlainObject): Pattern[] {
  return eventsOf(source)
    .filter(({ kind }) => kind === 'resource')
    .flatMap((event) => partsAt(event, 'filter', 'fields'))
    .flatMap(({ path, value }) => {
      const pattern = asString(value['value']);
      return pattern === undefined ? [] : { path: [...path, 'value'], value: pattern };
    });
}

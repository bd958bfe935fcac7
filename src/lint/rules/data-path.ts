import { exprFilters } from '../expressions';
import { at, type Part, parts, string } from '../plain';
import type { ObjectRule, Path, PlainObject } from '../rule';
import { dataFilters, dependencies, parameters, triggers } from '../sensor';

/** A place to read from that is written in another notation. */
export const dataPath: ObjectRule = {
  id: 'data-path',
  severity: 'error',
  summary: 'A path into an event is no gjson path',
  why: 'The $, brackets and leading dot of JSONPath and jq are keys to gjson, which no event has, and braces make an object of their own: a filter drops every event (filterData and filterExpr in pkg/sensors/dependencies/filter.go), a parameter fails or takes its default (getValueByKey in pkg/sensors/triggers/params.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { place, text } of pathsIn(sensor)) {
      // A query may compare with any text.
      if (!FOREIGN.test(text) || text.includes('#(')) continue;
      report(place, 'Path is in the notation of another language', text, 'keys such as body.labels.0.name');
    }
  },
};

// The root and the dot of JSONPath and jq; an index, a wildcard or a key in brackets; a query; a template.
const FOREIGN = /^\$?\.|^\$\[|[^.|[]\[(?:\d+|\*|['"])|\[\?\(|\{\{/;

/** A path into the data of an event, and where it stands. */
interface DataPath {
  readonly place: Path;
  readonly text: string;
}

function pathsIn(sensor: PlainObject): DataPath[] {
  const filters = dependencies(sensor).flatMap((dependency) => [
    ...dataFilters(dependency),
    ...exprFilters(dependency).flatMap((filter) => parts(filter, 'fields')),
  ]);
  const ofParameters = triggers(sensor).flatMap(parameters);
  return [
    ...filters.flatMap((filter) => read(filter, 'path')),
    ...ofParameters.flatMap((parameter) => read(parameter, 'src', 'dataKey')),
    ...ofParameters.flatMap((parameter) => read(parameter, 'src', 'contextKey')),
  ];
}

function read({ path, value }: Part, ...keys: string[]): DataPath[] {
  const text = string(at(value, ...keys));
  return text === undefined ? [] : [{ place: [...path, ...keys], text }];
}

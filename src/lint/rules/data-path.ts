import { exprFilters } from '../expressions';
import { asString, type Part, partsAt, valueAt } from '../plain';
import type { FieldPath, ObjectRule, PlainObject } from '../rule';
import { dataFilters, dependencies, parameters, triggers } from '../sensor';

/** A place to read from that is written in another notation. */
export const dataPath: ObjectRule = {
  id: 'data-path',
  severity: 'error',
  summary: 'A path into an event is no gjson path',
  why: 'The $, brackets and leading dot of JSONPath and jq are keys to gjson, which no event has, and braces make an object of their own: a filter drops every event (filterData and filterExpr in pkg/sensors/dependencies/filter.go), a parameter fails or takes its default (getValueByKey in pkg/sensors/triggers/params.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { place, text } of dataPathsIn(sensor)) {
      // A query may compare with any text.
      if (!OTHER_NOTATION.test(text) || text.includes('#(')) continue;
      report(place, 'Path is in the notation of another language', text, 'keys such as body.labels.0.name');
    }
  },
};

// The root and the dot of JSONPath and jq; an index, a wildcard or a key in brackets; a query; a template.
const OTHER_NOTATION = /^\$?\.|^\$\[|[^.|[]\[(?:\d+|\*|['"])|\[\?\(|\{\{/;

/** A path into the data of an event, and where it stands. */
interface DataPath {
  readonly place: FieldPath;
  readonly text: string;
}

function dataPathsIn(sensor: PlainObject): DataPath[] {
  const filters = dependencies(sensor).flatMap((dependency) => [
    ...dataFilters(dependency),
    ...exprFilters(dependency).flatMap((filter) => partsAt(filter, 'fields')),
  ]);
  const ofParameters = triggers(sensor).flatMap(parameters);
  return [
    ...filters.flatMap((filter) => dataPathAt(filter, 'path')),
    ...ofParameters.flatMap((parameter) => dataPathAt(parameter, 'src', 'dataKey')),
    ...ofParameters.flatMap((parameter) => dataPathAt(parameter, 'src', 'contextKey')),
  ];
}

function dataPathAt({ path, value }: Part, ...keys: string[]): DataPath[] {
  const text = asString(valueAt(value, ...keys));
  return text === undefined ? [] : [{ place: [...path, ...keys], text }];
}

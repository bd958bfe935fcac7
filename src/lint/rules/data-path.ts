import type { FieldPath } from '../../findings/finding';
import { quote } from '../../findings/words';
import { exprFilters } from '../expressions';
import { asString, type Part, partsAt, valueAt } from '../plain';
import type { ObjectRule, PlainObject } from '../rule';
import { dataFilters, dependencies, parameters, triggers } from '../sensor';

/** A path into event data in the notation of another language. */
export const dataPath: ObjectRule = {
  id: 'data-path',
  severity: 'error',
  summary: 'A path into an event is not a gjson path',
  why: 'To gjson, the $, the brackets and the leading dot of JSONPath and jq are parts of keys, and braces make a new object. No event has such keys: a filter drops every event (filterData and filterExpr in pkg/sensors/dependencies/filter.go), and a parameter fails or takes its default (getValueByKey in pkg/sensors/triggers/params.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { place, text } of dataPathsIn(sensor)) {
      // A query may have any text to compare with.
      if (!OTHER_NOTATION.test(text) || text.includes('#(')) continue;
      report(place, `${quote(text)} is no path of gjson`, {
        value: text,
        help: 'write keys with dots between them, such as body.labels.0.name',
      });
    }
  },
};

// $ or a dot at the start; an index, a wildcard or a key in brackets; a query of JSONPath; a template.
const OTHER_NOTATION = /^\$?\.|^\$\[|[^.|[]\[(?:\d+|\*|['"])|\[\?\(|\{\{/;

/** A path into the data of an event, and its place in the Sensor. */
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

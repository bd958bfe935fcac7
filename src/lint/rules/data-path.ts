import { quote } from '../../findings/words';
import { dataPaths, pathsOfParameters } from '../data-paths';
import type { ObjectRule } from '../rule';

/** A path into event data in the notation of another language. */
export const dataPath: ObjectRule = {
  id: 'data-path',
  severity: 'error',
  summary: 'A path into an event is not a gjson path',
  why: 'To gjson, the $, the brackets and the leading dot of JSONPath and jq are parts of keys, and braces make a new object. No event has such keys: a filter drops every event (filterData and filterExpr in pkg/sensors/dependencies/filter.go), and a parameter fails or takes its default (getValueByKey in pkg/sensors/triggers/params.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { place, text } of [...dataPaths(sensor), ...pathsOfParameters(sensor, 'contextKey')]) {
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

import { asList } from '../plain';
import type { ObjectRule } from '../rule';
import { dataFilters, dependencies } from '../sensor';

/** A filter with "!=" and several values. */
export const negatedValues: ObjectRule = {
  id: 'negated-values',
  severity: 'error',
  summary: 'A filter with "!=" has several values',
  why: 'It passes if one of the values differs. So with two values it lets nearly everything pass (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, value } of dependencies(sensor).flatMap(dataFilters)) {
      const values = asList(value['value']);
      // For booleans, the rule filter-comparator reports "!=".
      if (value['comparator'] !== '!=' || value['type'] === 'bool' || values.length < 2) continue;
      report([...path, 'value'], 'one value that differs is enough to pass', {
        value: values,
        help: 'write a filter for each value',
      });
    }
  },
};

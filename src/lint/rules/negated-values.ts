import { asList } from '../plain';
import type { ObjectRule } from '../rule';
import { dataFilters, dependencies } from '../sensor';

/** Several values that are all to differ. */
export const negatedValues: ObjectRule = {
  id: 'negated-values',
  severity: 'error',
  summary: 'A filter with "!=" has several values',
  why: 'One value that differs is enough, so with two the filter passes nearly everything (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, value } of dependencies(sensor).flatMap(dataFilters)) {
      const values = asList(value['value']);
      // Booleans have no comparator: another rule says so.
      if (value['comparator'] !== '!=' || value['type'] === 'bool' || values.length < 2) continue;
      report(
        [...path, 'value'],
        'One value that differs is enough to pass',
        values,
        'a filter for each value',
      );
    }
  },
};

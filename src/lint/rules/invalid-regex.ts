import { list, string } from '../plain';
import { regexError } from '../regex';
import type { ObjectRule } from '../rule';
import { dataFilters, dependencies } from '../sensor';

/** A string filter whose value is no RE2 pattern. */
export const invalidRegex: ObjectRule = {
  id: 'invalid-regex',
  severity: 'error',
  summary: 'A string filter has a value that is no RE2 pattern',
  why: 'String values are patterns. One that does not compile passes validation, and then every event is dropped (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const filter of dependencies(sensor).flatMap(dataFilters)) {
      if (filter.value['type'] !== 'string') continue;
      for (const [index, value] of list(filter.value['value']).entries()) {
        const problem = regexError(string(value) ?? '');
        if (problem === undefined) continue;
        report(
          [...filter.path, 'value', index],
          `Value is no RE2 pattern (${problem})`,
          value,
          'a pattern of RE2',
        );
      }
    }
  },
};

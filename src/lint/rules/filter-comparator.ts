import { quote } from '../../findings/words';
import type { ObjectRule } from '../rule';
import { dataFilters, dependencies } from '../sensor';

/** A comparator that does not fit the type of its filter. */
export const filterComparator: ObjectRule = {
  id: 'filter-comparator',
  severity: 'error',
  summary: 'A filter has a comparator that its type cannot use',
  why: 'For strings only "=" and "!=" work, and any other comparator refuses every event. For booleans the engine reads no comparator, so "!=" lets equal values pass (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, value } of dependencies(sensor).flatMap(dataFilters)) {
      const comparator = value['comparator'];
      // The schema refuses an unknown comparator.
      if (typeof comparator !== 'string' || !COMPARATORS.includes(comparator)) continue;
      if (value['type'] === 'string' && comparator !== '!=') {
        report([...path, 'comparator'], `${quote(comparator)} refuses every text`, {
          value: comparator,
          help: 'expected "=" or "!="',
        });
      } else if (value['type'] === 'bool') {
        report([...path, 'comparator'], `the engine ignores ${quote(comparator)} for booleans`, {
          value: comparator,
          help: 'write "=", and for "!=" the other value',
        });
      }
    }
  },
};

// The comparators of the engine without "=", which fits every type.
const COMPARATORS = ['!=', '<', '<=', '>', '>='];

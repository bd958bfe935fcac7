import type { ObjectRule } from '../rule';
import { dataFilters, dependencies } from '../sensor';

/** A comparator that the type of its filter cannot use. */
export const filterComparator: ObjectRule = {
  id: 'filter-comparator',
  severity: 'error',
  summary: 'A filter has a comparator that its type cannot use',
  why: 'For strings only "=" and "!=" are looked at, any other refuses every event; for booleans none is, so "!=" passes what is equal (filterData in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, value } of dependencies(sensor).flatMap(dataFilters)) {
      const comparator = value['comparator'];
      // The schema has a word on any other.
      if (typeof comparator !== 'string' || !COMPARATORS.includes(comparator)) continue;
      if (value['type'] === 'string' && comparator !== '!=') {
        report([...path, 'comparator'], 'Comparator passes no string', comparator, ['=', '!=']);
      } else if (value['type'] === 'bool') {
        report([...path, 'comparator'], 'Comparator is not looked at for a boolean', comparator, ['=']);
      }
    }
  },
};

// Those that the engine knows, but for the one that fits any type.
const COMPARATORS = ['!=', '<', '<=', '>', '>='];

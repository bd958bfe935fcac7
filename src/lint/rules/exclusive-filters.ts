import { quote } from '../../findings/words';
import { eventValuesOf } from '../event-values';
import { excludeEachOther, testOf } from '../filter-tests';
import { asObject, asString, type Part } from '../plain';
import type { SetRule } from '../rule';
import { dataFilters, dependencies } from '../sensor';

/** Two filters on one path that no value passes. */
export const exclusiveFilters: SetRule = {
  id: 'exclusive-filters',
  severity: 'error',
  summary: 'Two filters on one path let no common value pass',
  why: 'An event has to pass all data filters of its dependency, unless dataLogicalOperator is "or". So these drop every event (filterData in pkg/sensors/dependencies/filter.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      for (const dependency of dependencies(sensor)) {
        if (asObject(dependency.value['filters'])['dataLogicalOperator'] === 'or') continue;
        const valuesAt = eventValuesOf(known, sensor, dependency);
        for (const filters of byPathAndType(dataFilters(dependency))) {
          const path = asString(filters[0]?.value['path']) ?? '';
          const tests = filters.map((filter) => testOf(filter, valuesAt(path)));
          // One that no value passes alone has a finding of its own.
          const usable = tests.map((test) =>
            test !== undefined && !excludeEachOther([test]) ? test : undefined,
          );
          const index = usable.findIndex((test, at) =>
            usable.slice(0, at).some((other) => test && other && excludeEachOther([other, test])),
          );
          const filter = filters[index];
          if (filter === undefined) continue;
          reportOn(sensor)(filter.path, `no value of ${path} passes this filter and another one on it`, {
            help:
              filter.value['type'] === 'string'
                ? 'write both values into one filter, or set dataLogicalOperator: or'
                : `compare ${quote(path)} once, or set dataLogicalOperator: or`,
          });
        }
      }
    }
  },
};

function byPathAndType(filters: readonly Part[]): Part[][] {
  const groups = new Map<string, Part[]>();
  for (const filter of filters) {
    const key = JSON.stringify([filter.value['path'], filter.value['type']]);
    groups.set(key, [...(groups.get(key) ?? []), filter]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

import { readsOf } from '../govaluate';
import { type Part, parts, string } from '../plain';
import type { ObjectRule } from '../rule';
import { dependencies } from '../sensor';

/** A variable of an expression that has no value. */
export const exprVariable: ObjectRule = {
  id: 'expr-variable',
  severity: 'error',
  summary: 'An expression reads what none of its fields gives',
  why: 'An expression has its fields as variables, and govaluate takes a dot for the member of a variable: the evaluation fails, and the event is dropped (filterExpr in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const filter of dependencies(sensor).flatMap(exprFilters)) {
      const reads = readsOf(string(filter.value['expr']) ?? '');
      const fields = parts(filter, 'fields');
      const names = fields.flatMap(({ value }) => string(value['name']) ?? []);
      for (const member of reads?.members ?? []) {
        const field = fields.find(({ value }) => value['name'] === member);
        const place = field ? [...field.path, 'name'] : [...filter.path, 'expr'];
        report(place, 'Name with a dot reads a member, which no value has', member, 'a name without dots');
      }
      for (const variable of reads?.variables ?? []) {
        if (names.includes(variable)) continue;
        report([...filter.path, 'expr'], 'Variable is not among the fields', variable, names);
      }
    }
  },
};

/** The expr filters of a dependency. */
export function exprFilters(dependency: Part): Part[] {
  return parts(dependency, 'filters', 'exprs');
}

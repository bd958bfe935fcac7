import { readExprFilters } from '../expressions';
import type { ObjectRule } from '../rule';

/** A variable of an expression that has no value. */
export const exprVariable: ObjectRule = {
  id: 'expr-variable',
  severity: 'error',
  summary: 'An expression reads what none of its fields gives',
  why: 'An expression has its fields as variables, and govaluate takes a dot for the member of a variable: the evaluation fails, and the event is dropped (filterExpr in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { filter, expressionNames, fields, fieldNames } of readExprFilters(sensor)) {
      for (const member of expressionNames?.members ?? []) {
        const field = fields.find(({ value }) => value['name'] === member);
        const place = field ? [...field.path, 'name'] : [...filter.path, 'expr'];
        report(place, 'Name with a dot reads a member, which no value has', member, 'a name without dots');
      }
      for (const variable of expressionNames?.variables ?? []) {
        if (fieldNames.includes(variable)) continue;
        report([...filter.path, 'expr'], 'Variable is not among the fields', variable, fieldNames);
      }
    }
  },
};

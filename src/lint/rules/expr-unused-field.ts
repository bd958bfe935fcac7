import { quote } from '../../findings/words';
import { readExprFilters } from '../expressions';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';

/** A field that its expression does not use. */
export const exprUnusedField: ObjectRule = {
  id: 'expr-unused-field',
  severity: 'warning',
  summary: 'An expression does not use one of its fields',
  why: 'An event without that field is dropped all the same (filterExpr in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { expressionNames, fields, fieldNames } of readExprFilters(sensor)) {
      // If a variable is unknown too, the field is probably misspelled: the rule expr-variable reports that.
      if (!expressionNames || expressionNames.members.length > 0) continue;
      if (expressionNames.variables.some((variable) => !fieldNames.includes(variable))) continue;
      for (const { path, value } of fields) {
        const name = asString(value['name']);
        if (name === undefined || expressionNames.variables.includes(name)) continue;
        report([...path, 'name'], `the expression does not use the field ${quote(name)}`, {
          value: name,
          help: 'remove it: an event without it is dropped',
        });
      }
    }
  },
};

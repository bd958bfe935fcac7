import { quote } from '../../findings/words';
import { readExprFilters } from '../expressions';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';

/** An expression that compares a value with itself. */
export const exprSamePath: ObjectRule = {
  id: 'expr-same-path',
  severity: 'warning',
  summary: 'Two fields of an expression have the same path',
  why: 'Both are the same value of the same event: an expression does not see earlier events. An expression that the two must differ drops every event (filterExpr in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { fields } of readExprFilters(sensor)) {
      const seen = new Map<string, unknown>();
      for (const { path, value } of fields) {
        const text = asString(value['path']);
        if (text === undefined) continue;
        const other = seen.get(text);
        if (typeof other === 'string' && other !== value['name']) {
          report(
            [...path, 'path'],
            `the field ${quote(other)} has the path ${quote(text)}, too, so both are the same value`,
            { value: text, help: 'expected a path of its own' },
          );
        }
        seen.set(text, other ?? value['name']);
      }
    }
  },
};

import { quote } from '../../findings/words';
import { exprFilters } from '../expressions';
import { comparisonsIn, isTime } from '../govaluate';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { dependencies } from '../sensor';

/** A text in an expression that is read as a time. */
export const exprTime: ObjectRule = {
  id: 'expr-time',
  severity: 'warning',
  summary: 'An expression compares with a text that looks like a time',
  why: 'Such a text is read as a number, the seconds since 1970. The text of an event stays a text, so it never equals the number, and any other comparison of the two fails (filterExpr in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const filter of dependencies(sensor).flatMap(exprFilters)) {
      for (const { literal } of comparisonsIn(asString(filter.value['expr']) ?? '')) {
        if (!isTime(literal)) continue;
        report(
          [...filter.path, 'expr'],
          `${quote(literal.text)} is read as a time, with which no text compares`,
          {
            value: literal.text,
            help: `write =~ ${quote(`^${literal.text.replaceAll('.', '[.]').replaceAll('+', '[+]')}$`)}, or compare in a script`,
          },
        );
      }
    }
  },
};

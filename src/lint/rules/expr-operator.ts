import { quote } from '../../findings/words';
import { exprFilters } from '../expressions';
import { tokensOf } from '../govaluate';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { dependencies } from '../sensor';

/** An operator that expressions do not have. */
export const exprOperator: ObjectRule = {
  id: 'expr-operator',
  severity: 'error',
  summary: 'An expression has an operator that govaluate does not know',
  why: 'Signs without a space between them are one operator, so "=" is none, and neither is "&&!". The controller accepts the expression, and then every event is dropped (filterExpr in pkg/sensors/dependencies/filter.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const filter of dependencies(sensor).flatMap(exprFilters)) {
      const tokens = tokensOf(asString(filter.value['expr']) ?? '') ?? [];
      const unknown = tokens.filter(({ kind, text }) => kind === 'operator' && !OPERATORS.includes(text));
      for (const text of new Set(unknown.map((token) => token.text))) {
        report([...filter.path, 'expr'], `the expression has ${quote(text)}, which is no operator`, {
          value: text,
          help: helpFor(text),
        });
      }
    }
  },
};

// Those of govaluate (OperatorSymbol.go).
const OPERATORS = '== != > >= < <= =~ !~ in && || ^ & | >> << + - * / % ** ! ~ ? : ??'.split(' ');

const MEANT: Readonly<Record<string, string>> = {
  '=': '==',
  '===': '==',
  '!==': '!=',
  '<>': '!=',
  '=>': '>=',
  '=<': '<=',
  '~=': '=~',
};

function helpFor(operator: string): string | undefined {
  const meant = MEANT[operator];
  if (meant !== undefined) return `write ${quote(meant)}`;
  // Two operators without a space, such as "==-" or "&&!".
  const first = operator.slice(0, -1);
  const last = operator.slice(-1);
  return OPERATORS.includes(first) && /[!-]/.test(last)
    ? `write a space: ${quote(`${first} ${last}`)}`
    : undefined;
}

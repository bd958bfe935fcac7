import { faultIn } from '../../engine/faults';
import { quote } from '../../findings/words';
import { exprFilters } from '../expressions';
import { endsTooEarly } from '../faults';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { dependencies } from '../sensor';

/** An expression that govaluate cannot read. */
export const exprSyntax: ObjectRule = {
  id: 'expr-syntax',
  severity: 'error',
  summary: 'An expression has a syntax error, or calls a function',
  why: 'Expressions are of govaluate, and the engine gives it no functions. The controller does not parse them. For each event the expression fails, and the event is dropped (filterExpr in pkg/sensors/dependencies/filter.go).',
  needsEngine: true,
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, value } of dependencies(sensor).flatMap(exprFilters)) {
      const text = asString(value['expr']);
      const fault = text === undefined ? undefined : faultIn('expression', text);
      // About a name with a dot, the rule expr-variable says more.
      if (text === undefined || fault === undefined || /^(?:Unable to access|Hanging)/.test(fault.message))
        continue;
      const called = /^Undefined function (.*)$/s.exec(fault.message)?.[1];
      const place = [...path, 'expr'];
      if (called !== undefined) {
        report(place, `the expression calls ${quote(called)}, but there are no functions`, {
          value: text,
          help: 'expected operators: =~ looks for a pattern',
        });
      } else {
        report(place, `the expression cannot be read: ${problemIn(text, fault.message)}`, { value: text });
      }
    }
  },
};

/** What govaluate says, in words. */
function problemIn(text: string, message: string): string {
  const token = /^Invalid token: '(.*)'$/s.exec(message)?.[1];
  if (token !== undefined) return `${quote(token)} is no operator`;
  const [, before, last = '', after, next = ''] = TRANSITION.exec(message) ?? [];
  if (before === 'UNKNOWN') return `${tokenText(after, next)} cannot be the first`;
  if (before !== undefined) return `${tokenText(after, next)} cannot follow ${tokenText(before, last)}`;
  const [, number] = /^Unable to parse (?:numeric|hex) value '(.*)' to/s.exec(message) ?? [];
  if (number !== undefined) return `${quote(number)} is no number`;
  if (message === 'Unexpected end of expression')
    return text.trim() === '' ? 'it is empty' : endsTooEarly(text);
  return WORDS.get(message) ?? message;
}

const TRANSITION = /^Cannot transition token types from (\w+) \[(.*)\] to (\w+) \[(.*)\]$/s;

function tokenText(kind: string | undefined, text: string): string {
  if (kind === 'CLAUSE') return '"("';
  return kind === 'CLAUSE_CLOSE' ? '")"' : quote(text);
}

const WORDS = new Map([
  ['Unbalanced parenthesis', 'a parenthesis has no other one'],
  ['Unclosed string literal', 'a text has no closing quote'],
  ['Unclosed parameter bracket', '"[" has no "]"'],
]);

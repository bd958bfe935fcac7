import { reject } from '../../findings/refuse';
import { quote } from '../../findings/words';
import { gjsonPath } from '../references/path';
import type { Reference, Scalar } from '../references/ref';
import { describeReference, isReference, type ReferenceSource, sourceOf } from '../references/reference';
import type { Filter } from './filter';

/**
 * Passes if the expression is true. The engine evaluates it with govaluate. References become variables, and constants
 * become literals. A missing value refuses the event. For a single comparison, a data filter is simpler.
 *
 * @throws ValidationError if there is no reference, because the engine would skip the filter, and for a text that
 * govaluate takes for a date
 *
 * @example
 * ```ts
 * sensor.on('busy', github.event('comments'), {
 *   filters: (e) => [expression`${e.body.issue.comments} > ${10} && ${e.body.issue.locked} == false`],
 * });
 * ```
 * ```yaml
 * exprs:
 *   - expr: v0 > 10 && v1 == false
 *     fields:
 *       - name: v0
 *         path: body.issue.comments
 *       - name: v1
 *         path: body.issue.locked
 * ```
 */
export function expression(
  strings: TemplateStringsArray,
  ...values: (Reference<Scalar | null | undefined> | Scalar)[]
): Filter {
  const sources: ReferenceSource[] = [];
  const expr = strings
    .map((code, index) => (index < values.length ? code + operand(values[index] as Operand, sources) : code))
    .join('')
    .trim();
  if (sources.length === 0) {
    reject('filter', `the expression ${quote(expr)} has no reference, so the engine would skip it`);
  }
  const fields = sources.map(({ path }, index) => ({ name: variableName(index), path: gjsonPath(path) }));
  return {
    reads: [...new Set(sources.map(({ dependency }) => dependency))],
    toFilter: () => ({ exprs: [{ expr, fields }] }),
  };
}

type Operand = Reference<Scalar | null | undefined> | Scalar;

// The name has no dot. govaluate would read what follows a dot as a field of the variable, and the event would be
// dropped.
const variableName = (index: number) => `v${index}`;

function operand(value: Operand, sources: ReferenceSource[]): string {
  if (isReference(value)) return variableName(indexOf(sourceOf(value), sources));
  if (typeof value === 'number') return numberLiteral(value);
  if (typeof value !== 'string') return String(value);
  if (LIKE_A_DATE.test(value)) {
    reject('filter', `an expression takes ${quote(value)} for a date, which equals no text`, {
      help: 'use a data filter',
    });
  }
  return `'${value.replace(/[\\'"]/g, '\\$&')}'`;
}

function indexOf(source: ReferenceSource, sources: ReferenceSource[]): number {
  if (source.part === 'context' || source.path.length === 0) {
    reject('filter', `an expression cannot read ${describeReference(source)}`, {
      help: 'expected a field of the event data',
    });
  }
  const known = sources.findIndex((other) => describeReference(other) === describeReference(source));
  return known >= 0 ? known : sources.push(source) - 1;
}

// govaluate reads digits and a point. It would read an operator and a minus as one operator: hence the parentheses.
function numberLiteral(value: number): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(String(value))) {
    reject('filter', `an expression cannot have the number ${value}`, { help: 'use a data filter' });
  }
  return value < 0 ? `(${value})` : String(value);
}

// The dates of tryParseTime in govaluate's parsing.go: RFC 3339 and its parts, ANSI C dates, and times such as 3:04PM.
const LIKE_A_DATE = /^(?:\d{4}-\d{2}-\d{2}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) |\d{1,2}:\d{2}[AP]M$)/i;

import { gjsonPath } from '../references/path';
import {
  describeReference,
  isReference,
  type Reference,
  type ReferenceSource,
  type Scalar,
  sourceOf,
} from '../references/reference';
import { throwFinding } from '../references/throw-finding';
import type { Filter } from './filter';

/**
 * Passes when the govaluate expression is true: `` expression`${e.body.changes} > ${3} && ${e.body.draft} == false` ``.
 * References become variables, constants literals; a missing value refuses the event. For one comparison a
 * data filter is plainer.
 *
 * @throws ValidationError for no reference (the engine then skips the filter), or a text that govaluate takes for a date
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
    throwFinding(expr, `The expression "${expr}" has no reference: the engine would skip it`);
  }
  const fields = sources.map(({ path }, index) => ({ name: variableName(index), path: gjsonPath(path) }));
  return {
    reads: [...new Set(sources.map(({ dependency }) => dependency))],
    toFilter: () => ({ exprs: [{ expr, fields }] }),
  };
}

type Operand = Reference<Scalar | null | undefined> | Scalar;

// A name without dots: govaluate reads a dot as the access to a field, and the event would be dropped.
const variableName = (index: number) => `v${index}`;

function operand(value: Operand, sources: ReferenceSource[]): string {
  if (isReference(value)) return variableName(indexOf(sourceOf(value), sources));
  if (typeof value === 'number') return numberLiteral(value);
  if (typeof value !== 'string') return String(value);
  if (LIKE_A_DATE.test(value)) {
    throwFinding(value, `The text "${value}" is a date to govaluate, and equals no text: use a data filter`);
  }
  return `'${value.replace(/[\\'"]/g, '\\$&')}'`;
}

function indexOf(source: ReferenceSource, sources: ReferenceSource[]): number {
  if (source.part === 'context' || source.path.length === 0) {
    throwFinding(
      describeReference(source),
      `An expression needs a field of the event data, not "${describeReference(source)}"`,
    );
  }
  const known = sources.findIndex((other) => describeReference(other) === describeReference(source));
  return known >= 0 ? known : sources.push(source) - 1;
}

// govaluate knows digits and a point, and takes the minus behind an operator for a part of that.
function numberLiteral(value: number): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(String(value))) {
    throwFinding(String(value), `The number "${value}" has no form that govaluate reads: use a data filter`);
  }
  return value < 0 ? `(${value})` : String(value);
}

// tryParseTime in govaluate's parsing.go: RFC 3339 and its parts, ANSI C dates, kitchen times.
const LIKE_A_DATE = /^(?:\d{4}-\d{2}-\d{2}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) |\d{1,2}:\d{2}[AP]M$)/i;

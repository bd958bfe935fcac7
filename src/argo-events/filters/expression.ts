import { gjsonPath } from '../references/path';
import { describe, isReference, type Reference, type Scalar, sourceOf } from '../references/reference';
import type { Filter } from './filter';

/**
 * Passes when the govaluate expression is true: `` expression`${e.body.changes} > ${3} && ${e.body.draft} == false` ``.
 * References become variables, constants literals; a missing value refuses the event. For one comparison a
 * data filter is plainer.
 *
 * @throws Error for no reference (the engine then skips the filter), or a text that govaluate takes for a date
 */
export function expression(
  strings: TemplateStringsArray,
  ...values: (Reference<Scalar | null | undefined> | Scalar)[]
): Filter {
  const paths: string[] = [];
  const expr = strings
    .map((code, index) =>
      index < values.length ? code + operand(values[index] as Scalar | Reference, paths) : code,
    )
    .join('')
    .trim();
  if (paths.length === 0)
    throw new Error(`The expression "${expr}" has no reference: the engine would skip it`);
  const fields = paths.map((path, index) => ({ name: variable(index), path }));
  return { toFilter: () => ({ exprs: [{ expr, fields }] }) };
}

// A name without dots: govaluate reads a dot as the access to a field, and the event would be dropped.
const variable = (index: number) => `v${index}`;

function operand(value: Reference | Scalar, paths: string[]): string {
  if (isReference(value)) {
    const source = sourceOf(value);
    if (source.part === 'context' || source.path.length === 0) {
      throw new Error(`An expression needs a field of the event data, not "${describe(source)}"`);
    }
    const path = gjsonPath(source.path);
    if (!paths.includes(path)) paths.push(path);
    return variable(paths.indexOf(path));
  }
  if (typeof value !== 'string') return String(value);
  if (LIKE_A_DATE.test(value)) {
    throw new Error(`The text "${value}" is a date to govaluate, and equals no text: use a data filter`);
  }
  return `'${value.replace(/[\\'"]/g, '\\$&')}'`;
}

// tryParseTime in govaluate's parsing.go: RFC 3339 and its parts, ANSI C dates, kitchen times.
const LIKE_A_DATE = /^(?:\d{4}-\d{2}-\d{2}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) |\d{1,2}:\d{2}[AP]M$)/;

/** An expression of the Common Expression Language, or a piece of one, made by {@link cel}. */
export interface Cel {
  readonly cel: string;
}

/** A value in a CEL template: it is written as a literal, or, if it is a piece of CEL, as it is. */
export type CelValue = string | number | boolean | readonly CelValue[] | Cel;

/** CEL in which values have become literals, so that no text can break out of its quotes. */
export function cel(strings: TemplateStringsArray, ...values: CelValue[]): Cel {
  const [head = '', ...tails] = dedent(strings.raw.join(VALUE_MARK)).split(VALUE_MARK);
  return {
    cel: tails.reduce(
      (text, tail, index) => text + indent(text, celLiteral(values[index] ?? '')) + tail,
      head,
    ),
  };
}

/** All of the conditions, one a line; one with `||` in it has to be in parentheses. */
export function celAllOf(conditions: readonly Cel[]): Cel {
  return { cel: conditions.map((condition) => condition.cel).join(' &&\n') };
}

/** One of the conditions, one a line. */
export function celAnyOf(conditions: readonly Cel[]): Cel {
  return { cel: conditions.map((condition) => condition.cel).join(' ||\n') };
}

/** Stands for a value while the expression is laid out; no expression has it. */
const VALUE_MARK = '\u0000';

function celLiteral(value: CelValue): string {
  if (Array.isArray(value)) return `[${value.map(celLiteral).join(', ')}]`;
  if (typeof value === 'object') return (value as Cel).cel;
  if (typeof value !== 'string') return String(value);
  // CEL has JSON's escapes, and quotes of both kinds.
  const inside = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inside}'`;
}

/** The piece, its further lines as deep as the line that it stands on. */
function indent(before: string, piece: string): string {
  const margin = /^ */.exec(before.slice(before.lastIndexOf('\n') + 1))?.[0] ?? '';
  return piece.replaceAll('\n', `\n${margin}`);
}

// The expression is indented with the TypeScript around it; in the rendered file it stands at the margin.
function dedent(text: string): string {
  const lines = text
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n');
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(margin)).join('\n');
}

const MAX_LENGTH = 80;

/** A text or a plain value as it is in a message: in quotes if it is a text, in at most about 80 characters. */
export function quote(value: string | number | boolean): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  if (text.length <= MAX_LENGTH) return text;
  // Removes half a surrogate pair at the cut.
  const start = text.slice(0, MAX_LENGTH - 2).replace(/[\ud800-\udbff]$/, '');
  return text.startsWith('"') ? `${start}…"` : `${start}…`;
}

/** Any value as it is in a message. A list or an object is named, not printed. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return quote(value);
    case 'undefined':
      return 'nothing';
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
      return Object.keys(value).length === 0 ? 'an empty object' : 'an object';
    case 'bigint':
      return `${value}n`;
    default:
      return `a ${typeof value}`;
  }
}

/** Several values, joined by commas and `or`. */
export function joinOr(values: readonly (string | number | boolean)[]): string {
  return join(values.map(quote), 'or');
}

/** Several values, joined by commas and `and`. */
export function joinAnd(values: readonly (string | number | boolean)[]): string {
  return join(values.map(quote), 'and');
}

function join(texts: readonly string[], word: string): string {
  return texts.length < 2 ? (texts[0] ?? 'none') : `${texts.slice(0, -1).join(', ')} ${word} ${texts.at(-1)}`;
}

/** The known name that is nearly the same: other case, or one different letter in four. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((one) => ({ one, edits: editsBetween(name.toLowerCase(), one.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  return best && best.edits <= Math.max(1, Math.floor(name.length / 4)) ? best.one : undefined;
}

/** The number of letters to insert, remove, replace or swap with the next one (optimal string alignment). */
function editsBetween(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= one.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= other.length; column++) {
      const [letter, otherLetter] = [one[row - 1], other[column - 1]];
      const isSwapped = letter === other[column - 2] && one[row - 2] === otherLetter;
      rows[row]?.push(
        Math.min(
          at(row - 1, column - 1) + (letter === otherLetter ? 0 : 1),
          at(row - 1, column) + 1,
          at(row, column - 1) + 1,
          row > 1 && column > 1 && isSwapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return at(one.length, other.length);
}

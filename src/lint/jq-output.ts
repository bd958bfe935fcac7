/**
 * The keys of the object that a jq program gives, if it is the construction of one object, such as `{ref: .body.ref}`;
 * undefined for any other program.
 */
export function outputKeysOf(program: string): readonly string[] | undefined {
  // Comments and texts may have any character; a text with an interpolation is a program of its own.
  if (/#|\\\(/.test(program)) return undefined;
  const text = program.trim();
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined;
  const entries = entriesOf(text.slice(1, -1));
  const keys = entries?.map((entry) => keyOf(entry.trim()));
  return keys?.every((key) => key !== undefined) && keys.length > 0 ? keys : undefined;
}

const OPEN = '([{';
const CLOSED = ')]}';

/** What stands between the commas; undefined if the braces around it are of two objects. */
function entriesOf(inner: string): string[] | undefined {
  const entries = [''];
  let depth = 0;
  for (const [token] of inner.matchAll(/"(?:\\.|[^"\\])*"|[^"]/gs)) {
    if (OPEN.includes(token)) depth++;
    if (CLOSED.includes(token)) depth--;
    if (depth < 0) return undefined;
    if (token === ',' && depth === 0) entries.push('');
    else entries.push((entries.pop() ?? '') + token);
  }
  return entries;
}

/** The key of `name: …`, `"name": …` or `name`; undefined if a program makes it. */
function keyOf(entry: string): string | undefined {
  const [, word, quoted] = /^(?:([A-Za-z_]\w*)|"([^"\\]*)")\s*(?::|$)/.exec(entry) ?? [];
  return word ?? quoted;
}

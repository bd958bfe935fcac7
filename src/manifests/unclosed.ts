const CLOSER: Readonly<Record<string, string>> = { '[': ']', '{': '}' };
/** The most lines in which it is looked for. */
const MOST_LINES = 100;

/**
 * The nearest bracket, brace or quote before a place that is not closed until there.
 *
 * @returns its offset
 */
export function unclosedBefore(source: string, offset: number): number | undefined {
  let start = offset;
  for (let line = 0; line < MOST_LINES && start > 0; line++) {
    start = source.lastIndexOf('\n', start - 1);
    const found = firstUnclosed(source, start + 1, offset);
    if (found !== undefined || start < 0) return found;
  }
  return undefined;
}

/** The first one that is not closed in a part of a text. What is quoted or a comment is left out. */
function firstUnclosed(source: string, start: number, end: number): number | undefined {
  const open: { readonly at: number; readonly closer: string | undefined }[] = [];
  const tokens = /(?<![\w"'\]}])"(?:[^"\\]|\\.)*"|(?<![\w"'\]}])'(?:[^']|'')*'|(?<=^|\s)#[^\n]*|[[\]{}"']/g;
  for (const { 0: token, index } of source.slice(start, end).matchAll(tokens)) {
    const before = source.slice(start, start + index).at(-1) ?? '\n';
    const isOpener = /[\s:,[{-]/.test(before);
    if (token.length > 1) continue;
    if (token === open.at(-1)?.closer) open.pop();
    else if (isOpener && token in CLOSER) open.push({ at: start + index, closer: CLOSER[token] });
    // A quote that has none after it.
    else if (isOpener && /["']/.test(token)) open.push({ at: start + index, closer: undefined });
  }
  return open[0]?.at;
}

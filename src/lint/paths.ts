/** The keys of a path of sjson or gjson, with their backslashes: the path split at dots that are not escaped. */
function segments(path: string): string[] {
  if (!path.includes('\\')) return path.split('.');
  const found = [''];
  for (const piece of path.match(/\\.?|[^\\]/gsu) ?? []) {
    if (piece === '.') found.push('');
    else found.push((found.pop() ?? '') + piece);
  }
  return found;
}

/** The keys of a path of sjson or gjson. */
export function keysOf(path: string): string[] {
  if (!/[\\:]/.test(path)) return path.split('.');
  return segments(path).map((key) => key.replace(/^:/, '').replace(/\\(.)/gsu, '$1'));
}

/** The keys of a dest, as sjson takes them: a number is the index of an item of a list, and -1 is the next item. */
export function keysOfDest(dest: string): (string | number)[] {
  const keys = keysOf(dest);
  return segments(dest).map((segment, index) =>
    /^(?:\d{1,9}|-1)$/.test(segment) ? Number(segment) : (keys[index] ?? ''),
  );
}

/**
 * The keys before the first one with a wildcard or a query. sjson takes such a path as a search, and changes only what
 * it finds (setComplexPath in tidwall/sjson).
 *
 * @returns undefined if there is no such key
 */
export function keysBeforeSearch(path: string): string[] | undefined {
  if (!/[|#@*?]/.test(path)) return undefined;
  const all = segments(path);
  const first = all.findIndex((key) => /[|#@*?]/.test(key.replace(/\\./gsu, '')));
  return first < 0 ? undefined : keysOf(path).slice(0, first);
}

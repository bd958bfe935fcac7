/** The keys that gjson reads in a path over objects (Get and parseObjectPath in gjson.go). */
export function readGjson(path: string): string[] {
  if (path === '') throw new Error('No key: the engine takes the whole event');
  if (path.startsWith('..')) throw new Error('JSON lines');
  return parts(path).map(({ text, bare }) => {
    if (/[|*?#]/.test(bare) || /^[@![{(]/.test(bare)) throw new Error(`Syntax of gjson: "${bare}"`);
    return text;
  });
}

/** The keys and indexes that sjson writes to (parsePath and atoui in sjson.go). */
export function readSjson(path: string): (string | number)[] {
  if (path === '') throw new Error('Path cannot be empty');
  return parts(path).map(({ text, bare }) => {
    if (/[|#@*?]/.test(bare)) throw new Error(`Syntax of sjson: "${bare}"`);
    if (bare.startsWith(':')) return text.slice(1);
    if (text === '-1') throw new Error('Appends to an array');
    return /^\d*$/.test(text) ? Number(text) : text;
  });
}

/** The parts between dots: their text, and what of it is not escaped, with a space for each escaped character. */
function parts(path: string): { text: string; bare: string }[] {
  const found = [{ text: '', bare: '' }];
  for (let at = 0; at < path.length; at++) {
    const char = path.charAt(at);
    if (char === '.') {
      found.push({ text: '', bare: '' });
      continue;
    }
    const escaped = char === '\\';
    if (escaped) at++;
    if (at === path.length) throw new Error('Ends in a backslash');
    const last = found[found.length - 1]!;
    last.text += path.charAt(at);
    last.bare += escaped ? ' ' : char;
  }
  return found;
}

/**
 * What a Go template prints that has only literal text, string literals, and actions that print a value or prepare
 * that. An action begins at the first `{{`, even of three braces (lexText in text/template/parse/lex.go).
 */
export function printed(template: string, values: readonly string[]): string {
  const left = [...values];
  let rest = template;
  let output = '';
  for (let at = rest.indexOf('{{'); at >= 0; at = rest.indexOf('{{')) {
    const action = ACTION.exec(rest.slice(at));
    if (!action) throw new Error(`No action of a template: ${rest.slice(at)}`);
    const [whole, literal, value] = action;
    output += rest.slice(0, at);
    if (literal !== undefined) output += JSON.parse(literal);
    // A single value is kept in $v, so each use of it prints the same.
    else if (value !== undefined) output += value.startsWith('template') ? left.shift() : values[0];
    rest = rest.slice(at + whole.length);
  }
  return output + rest;
}

const ACTION =
  /^\{\{ (?:("(?:[^"\\]|\\.)*")|(template "v" [^}]+?|kindIs "string" \$v \| ternary \$v \(toJson \$v\))|\$v := index [^}]+?|define "v" \}\}.*?\{\{ end) \}\}/;

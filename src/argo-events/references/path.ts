import { throwFinding } from './throw-finding';

/**
 * One step into a JSON value: a key of an object, an index of an array, or a query over the elements of an
 * array. Paths stay arrays of steps until the last moment, so that no key is ever mistaken for syntax.
 */
export type PathStep = string | number | ArrayQuery;

/** A gjson array query, already in gjson's own syntax, such as `#` or `#(name=="x")`. */
export interface ArrayQuery {
  readonly query: string;
}

/**
 * The gjson path of the given steps: what the engine reads in `dataKey`, `contextKey` and the `path` of a
 * filter (pkg/sensors/triggers/params.go, pkg/sensors/dependencies/filter.go).
 */
export function gjsonPath(steps: readonly PathStep[]): string {
  if (steps[0] === '') {
    // The engine takes an empty path for the whole event, and gjson one that begins with dots for JSON lines.
    throwFinding(
      JSON.stringify(steps),
      'The engine cannot read a field with an empty name at the root of an event',
    );
  }
  return pathText(steps);
}

/** The same for messages: also of steps that no engine can read. */
export function pathText(steps: readonly PathStep[]): string {
  return steps.map((step) => (typeof step === 'object' ? step.query : escapeKey(String(step)))).join('.');
}

/**
 * The sjson path of the given keys: what the engine writes to, in `dest`. A key of digits, `-1` or
 * nothing gets sjson's `:` prefix where it names a member of an object, for sjson would make an array of it.
 */
export function sjsonPath(keys: readonly (string | number)[]): string {
  return keys
    .map((key) => {
      if (typeof key === 'number') return String(key);
      if (/^(?:\d*|-1)$/.test(key)) return `:${key}`;
      return escapeKey(key).replaceAll(':', '\\:');
    })
    .join('.');
}

/**
 * The expression that reads the given steps in a Go text/template, below `.Input`, where the engine puts the
 * event (getValueWithTemplate in pkg/sensors/triggers/params.go).
 *
 * @throws ValidationError for a query, which templates do not have
 */
export function templatePath(steps: readonly PathStep[]): string {
  if (steps.every((step) => typeof step === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(step))) {
    return ['.Input', ...steps].join('.');
  }
  const parts = steps.map((step) => {
    if (typeof step === 'object')
      throwFinding(step.query, `A query cannot be used in a text template: "${step.query}"`);
    return typeof step === 'number' ? String(step) : goString(step);
  });
  return `(index .Input ${parts.join(' ')})`;
}

/** A Go string literal: JSON's escapes are Go's, but for a surrogate pair, which JSON leaves unescaped. So it does the control characters of Latin-1, NEL among them. */
export function goString(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f]/g,
    (control) => `\\u00${control.charCodeAt(0).toString(16)}`,
  );
}

// The characters that gjson's own Escape leaves alone, and the slash of label keys, which means nothing to it; sjson treats every other escaped one literally too.
function escapeKey(key: string): string {
  return key.replace(/[!-~]/g, (char) => (/[A-Za-z0-9_:/-]/.test(char) ? char : `\\${char}`));
}

import { reject } from '../../findings/refuse';

/**
 * One step of a path: a key of an object, an index of a list, or a query over the elements of a list. Paths are lists
 * of steps until they are rendered, so that no key is taken for syntax.
 */
export type PathStep = string | number | ArrayQuery;

/** A query of gjson over a list, in gjson's syntax: `#` or `#(name=="x")`. */
export interface ArrayQuery {
  readonly query: string;
}

/**
 * The step from a value to itself that finds nothing if the value is null: a list of lists with this one value, and the
 * first of them whose element is not null. A plain list would do for a scalar, but not for a list or an object.
 */
export const NOT_NULL: ArrayQuery = { query: '[[@this]].#(0!=~null).0' };

/** The same, after a path. Behind a bar, it is about a list as a whole, and not about each element. */
export const NOT_NULL_AT_END = `|${NOT_NULL.query}`;

/**
 * The gjson path of these steps, for `dataKey`, `contextKey` and the `path` of a filter
 * (pkg/sensors/triggers/params.go, pkg/sensors/dependencies/filter.go).
 */
export function gjsonPath(steps: readonly PathStep[]): string {
  if (steps[0] === '') {
    // The engine takes an empty path as the whole event. gjson takes a path that begins with dots as JSON lines.
    reject('reference', 'the engine cannot read a field with an empty name at the root of an event');
  }
  return pathText(steps);
}

/** The path of these steps for messages, even if the engine cannot read it. */
export function pathText(steps: readonly PathStep[]): string {
  return steps.reduce<string>((text, step, index) => {
    const separator = index === 0 ? '' : step === NOT_NULL ? '|' : '.';
    return text + separator + (typeof step === 'object' ? step.query : escapeKey(String(step)));
  }, '');
}

/**
 * The sjson path of these keys, for `dest`. A key of an object that is empty, `-1` or consists of digits gets sjson's
 * prefix `:`, because otherwise sjson would make a list.
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
 * The expression of a Go text/template that reads these steps. The event is in `.Input` (getValueWithTemplate in
 * pkg/sensors/triggers/params.go). {@link NOT_NULL} is left out: a template that reads a null fails anyway.
 *
 * @throws ValidationError for a query: templates have none
 */
export function templatePath(path: readonly PathStep[]): string {
  const steps = path.filter((step) => step !== NOT_NULL);
  if (steps.every((step) => typeof step === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(step))) {
    return ['.Input', ...steps].join('.');
  }
  const parts = steps.map((step) => {
    if (typeof step === 'object') {
      reject('reference', 'text`…` cannot have first(…), each(…) or count(…)', {
        help: 'put the reference in a field by itself',
      });
    }
    return typeof step === 'number' ? String(step) : goString(step);
  });
  return `(index .Input ${parts.join(' ')})`;
}

/**
 * A string literal of Go. The escapes of JSON are valid in Go. JSON leaves the control characters of Latin-1 unescaped,
 * so they are escaped here.
 */
export function goString(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f]/g,
    (control) => `\\u00${control.charCodeAt(0).toString(16)}`,
  );
}

// Escapes every character but those that gjson's Escape leaves alone, and the slash of label keys. sjson reads an
// escaped character literally too.
function escapeKey(key: string): string {
  return key.replace(/(?![A-Za-z0-9_:/-])[!-~]/g, '\\$&');
}

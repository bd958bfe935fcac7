import type { EventDependencyTransformer } from '../../imports/argo-events';
import { reject } from '../findings/refuse';

declare const type: unique symbol;

/**
 * A program that makes new data of type T from the data of an event, before any filter sees it (ApplyTransform in
 * pkg/sensors/dependencies/transform.go). If the program fails, or does not return exactly one object, the engine logs
 * an error and drops the event.
 */
export interface Transform<out T> {
  readonly [type]: T;
  /** The transform in the engine's own form. */
  toTransform(): EventDependencyTransformer;
}

/** A piece of jq, made by {@link jq}. In the template of another one it is inserted as it is. */
export interface JqFragment {
  /** The text of the program. */
  readonly jq: string;
  /** The piece as a transform, in the engine's own form. */
  toTransform(): EventDependencyTransformer;
}

/** A value in a jq template: JSON, which becomes a literal, or another piece of jq. */
export type JqValue = string | number | boolean | null | readonly JqValue[] | JqFragment | JqObject;
interface JqObject {
  readonly [key: string]: JqValue;
}

/**
 * A jq program that returns the new data of the event, as one object. The engine runs it with gojq. Values in the
 * template become JSON literals, so no text can break out of its quotes. Pieces of jq are inserted as they are. You
 * name the type T of the result; nothing checks it.
 *
 * @throws ValidationError for NaN and Infinity, which JSON does not have
 *
 * @example
 * ```ts
 * const prefix = '/shop ';
 * sensor.on('command', github.event('comments'), {
 *   transform: jq<{ verb: string }>`{ verb: (.body.comment.body | ltrimstr(${prefix})) }`,
 *   filters: (e) => [oneOf(e.verb, ['build', 'deploy'])],
 * });
 * ```
 * ```yaml
 * transform:
 *   jq: |
 *     { verb: (.body.comment.body | ltrimstr("/shop ")) }
 * filters:
 *   data:
 *     - path: verb
 *       type: string
 *       value:
 *         - ^build$
 *         - ^deploy$
 * ```
 */
export function jq<T>(strings: TemplateStringsArray, ...values: JqValue[]): Transform<T> & JqFragment {
  const pieces = values.map((value) => (isFragment(value) ? value.jq.trimEnd() : jqLiteral(value)));
  // The indentation is removed before the values are inserted: a piece of jq has an indentation of its own.
  const [head = '', ...tails] = dedent(strings.raw.join(VALUE_MARK)).split(VALUE_MARK);
  const program = `${head}${tails.map((tail, index) => `${pieces[index]}${tail}`).join('')}\n`;
  return { jq: program, toTransform: () => ({ jq: program }) } as Transform<T> & JqFragment;
}

/**
 * A Lua script that returns the new data of the event. The old data is the table `event`. Its numbers are floating
 * point, and an empty table becomes an object. You name the type T of the result; nothing checks it.
 *
 * @example
 * ```ts
 * sensor.on('comment', github.event('comments'), {
 *   transform: lua<{ author: string }>`return { author = event.body.comment.user.login }`,
 * });
 * ```
 * ```yaml
 * transform:
 *   script: |
 *     return { author = event.body.comment.user.login }
 * ```
 */
export function lua<T>(strings: TemplateStringsArray): Transform<T> {
  const script = `${dedent(strings.raw.join(''))}\n`;
  return { toTransform: () => ({ script }) } as Transform<T>;
}

/** Marks the place of a value until the values are inserted. No program has this character. */
const VALUE_MARK = '\u0000';

function jqLiteral(value: JqValue): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'number' && !Number.isFinite(inner)) {
      reject('transform', `jq has no literal for ${inner}`, { help: 'expected a finite number' });
    }
    return inner;
  });
}

function isFragment(value: JqValue): value is JqFragment {
  return typeof value === 'object' && value !== null && 'toTransform' in value;
}

// Removes the indentation that the program has from the TypeScript around it.
function dedent(text: string): string {
  const lines = text
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n');
  const indents = lines.filter((line) => line.trim()).map((line) => line.length - line.trimStart().length);
  const margin = Math.min(...indents);
  return lines.map((line) => line.slice(margin).trimEnd()).join('\n');
}

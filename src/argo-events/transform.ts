import type { EventDependencyTransformer } from '../../imports/argo-events';
import { throwFinding } from './references/throw-finding';

declare const type: unique symbol;

/**
 * A program that turns the data of an event into new data of type T, before any filter sees it
 * (ApplyTransform in pkg/sensors/dependencies/transform.go). An event for which the program fails, or gives
 * anything but one object, is dropped with a log line.
 */
export interface Transform<out T> {
  readonly [type]: T;
  /** The engine's own form of it. */
  toTransform(): EventDependencyTransformer;
}

/** A piece of jq, made by {@link jq}, to be put into another one as it is. */
export interface JqFragment {
  /** The program. */
  readonly jq: string;
  /** The engine's own form of it, as a transform. */
  toTransform(): EventDependencyTransformer;
}

/** What may stand in a jq template: JSON, written as a literal, or another piece of jq. */
export type JqValue = string | number | boolean | null | readonly JqValue[] | JqFragment | JqObject;
interface JqObject {
  readonly [key: string]: JqValue;
}

/**
 * A jq program (run by gojq) that gives the new event data. Values in the template become JSON literals, so
 * no text can break out of its quotes; pieces of jq are put in as they are. It is the author who says that
 * the result has type T.
 *
 * @throws ValidationError for a number that JSON does not have, NaN or Infinity
 */
export function jq<T>(strings: TemplateStringsArray, ...values: JqValue[]): Transform<T> & JqFragment {
  const pieces = values.map((value) => (isFragment(value) ? value.jq.trimEnd() : jqLiteral(value)));
  // Dedented before the values are put in, for a piece of jq has lines with a margin of their own.
  const [head = '', ...tails] = dedent(strings.raw.join(VALUE_MARK)).split(VALUE_MARK);
  const program = `${head}${tails.map((tail, index) => `${pieces[index]}${tail}`).join('')}\n`;
  return { jq: program, toTransform: () => ({ jq: program }) } as Transform<T> & JqFragment;
}

/**
 * A Lua script that returns the new event data; the data is the table `event`. Numbers in it are floating point,
 * and an empty table becomes an object. It is the author who says that the result has type T.
 */
export function lua<T>(strings: TemplateStringsArray): Transform<T> {
  const script = `${dedent(strings.raw.join(''))}\n`;
  return { toTransform: () => ({ script }) } as Transform<T>;
}

/** Stands for a value while the program is laid out; no program has it. */
const VALUE_MARK = '\u0000';

function jqLiteral(value: JqValue): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'number' && !Number.isFinite(inner)) {
      throwFinding('jq', `The value "${inner}" has no literal in JSON: a finite number is needed`);
    }
    return inner;
  });
}

function isFragment(value: JqValue): value is JqFragment {
  return typeof value === 'object' && value !== null && 'toTransform' in value;
}

// The program is indented with the TypeScript around it; in the rendered file it stands at the margin.
function dedent(text: string): string {
  const lines = text
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n');
  const indents = lines.filter((line) => line.trim()).map((line) => line.length - line.trimStart().length);
  const margin = Math.min(...indents);
  return lines.map((line) => line.slice(margin).trimEnd()).join('\n');
}

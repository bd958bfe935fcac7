import type { Firing } from '../engine/judgement';
import { pathText } from '../findings/line';
import { describe, quote } from '../findings/words';
import { isObject } from '../lint/plain';
import type { Replay } from './replay';
import { callContent, callText } from './words';

/** What must come of a payload. It is in a YAML file beside it. */
export interface Expectation {
  /** What each dependency does: `passed`, `refused` or `failed`. One that is left out may do anything. */
  readonly dependencies?: Readonly<Record<string, string>>;
  /** The triggers that fire, and nothing else does. Each has what must be in what it does. */
  readonly triggers?: Readonly<Record<string, unknown>>;
}

/** The whole expectation that a replay fulfils. */
export function expectationOf({ judgement }: Replay): Required<Expectation> {
  return {
    dependencies: Object.fromEntries(judgement.dependencies.map(({ name, outcome }) => [name, outcome])),
    triggers: Object.fromEntries(judgement.triggers.map((firing) => [firing.trigger, contentOf(firing)])),
  };
}

/** What a trigger does, as an expectation has it: `{ "create ConfigMap events/a": {…} }`, or its error. */
function contentOf({ does = [], error, waitsFor }: Firing): unknown {
  if (waitsFor !== undefined) return { waitsFor };
  if (error !== undefined) return { error };
  return Object.fromEntries(does.map((call) => [callText(call), callContent(call)]));
}

/** What differs from an expectation, in sentences; none if it is fulfilled. */
export function differences(expected: Expectation, replay: Replay): string[] {
  const found = expectationOf(replay);
  const outcomes = Object.entries(expected.dependencies ?? {}).flatMap(([name, outcome]) => {
    const is = found.dependencies[name];
    return is === outcome
      ? []
      : [`dependency ${quote(name)}: expected ${quote(outcome)}, not ${quote(is ?? 'no event for it')}`];
  });
  if (expected.triggers === undefined) return outcomes;
  const unexpected = Object.keys(found.triggers)
    .filter((name) => !Object.hasOwn(expected.triggers ?? {}, name))
    .map((name) => `trigger ${quote(name)} fires, and the expectation does not name it`);
  const wrong = Object.entries(expected.triggers).flatMap(([name, part]) => {
    if (!Object.hasOwn(found.triggers, name)) return [`trigger ${quote(name)} does not fire`];
    return missing(part, found.triggers[name], []).map((text) => `trigger ${quote(name)}: ${text}`);
  });
  return [...outcomes, ...unexpected, ...wrong];
}

/** Where a value lacks a part. Objects may have more fields; lists are compared as a whole, item by item. */
function missing(part: unknown, value: unknown, path: readonly (string | number)[]): string[] {
  const place = path.length === 0 ? 'what it does' : pathText(path);
  if (part === null || part === undefined) return [];
  if (isObject(part)) {
    if (!isObject(value)) return [`${place}: expected an object, not ${describe(value)}`];
    return Object.entries(part).flatMap(([key, inner]) =>
      Object.hasOwn(value, key)
        ? missing(inner, value[key], [...path, key])
        : [`${place} has no ${quote(key)}; it has ${Object.keys(value).map(quote).join(', ') || 'nothing'}`],
    );
  }
  if (Array.isArray(part) && Array.isArray(value) && part.length === value.length) {
    return part.flatMap((inner, index) => missing(inner, value[index], [...path, index]));
  }
  return JSON.stringify(part) === JSON.stringify(value)
    ? []
    : [`${place}: expected ${JSON.stringify(part)}, not ${JSON.stringify(value)}`];
}

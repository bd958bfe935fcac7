import type { Condition } from '../argo-events/dependency';
import { nameInConditions, parsedConditionsOf } from '../lint/conditions';
import type { Part } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { type Code, textCode } from './code';
import { unfit } from './unfit';

/** The conditions of a trigger. */
export interface Conditions {
  readonly code: Code;
  /** The dependencies that they name, and those that surely have an event. */
  readonly dependencies: readonly string[];
  readonly certain: readonly string[];
}

/**
 * Conditions as calls of `and` and `or`.
 *
 * @param variables the dependencies in the code, by their names
 * @throws Unfit for conditions that the engine does not understand either
 */
export function conditionsCode(text: string | undefined, variables: ReadonlyMap<string, string>): Conditions {
  const names = [...variables.keys()];
  const resolve = (name: string) =>
    names.find((one) => nameInConditions(one) === nameInConditions(name)) ??
    unfit(`its conditions name "${name}", which is no dependency`);
  const one = (name: string): Joined => ({
    text: variables.get(name) ?? '',
    make: (dependencyOf) => dependencyOf(name),
    names: [name],
    certain: [name],
  });
  const whole = text || names.join(' && ');
  const joined = parse(whole.match(/&&|\|\||[()]|[^\s&|()]+|\S/g) ?? [], (name) => one(resolve(name)));
  return {
    code: textCode(joined.text, joined.make),
    dependencies: [...new Set(joined.names)],
    certain: [...new Set(joined.certain)],
  };
}

/** Makes conditions of the dependencies of a sensor. */
export type MakeConditions = (dependencyOf: (name: string) => Condition) => Condition;

interface Joined {
  readonly text: string;
  readonly make: MakeConditions;
  readonly names: readonly string[];
  readonly certain: readonly string[];
}

function parse(tokens: readonly string[], operand: (name: string) => Joined): Joined {
  let index = 0;
  const join = (operator: string, next: () => Joined): Joined => {
    let all = next();
    while (tokens[index] === operator) {
      index++;
      all = operator === '&&' ? and(all, next()) : or(all, next());
    }
    return all;
  };
  const either = (): Joined => join('||', () => join('&&', single));
  const single = (): Joined => {
    const token = tokens[index++];
    if (token === undefined || ['&&', '||', ')'].includes(token))
      return unfit('its conditions cannot be read');
    if (token !== '(') return operand(token);
    const inner = either();
    if (tokens[index++] !== ')') unfit('its conditions cannot be read');
    return inner;
  };
  const all = either();
  return index < tokens.length ? unfit('its conditions cannot be read') : all;
}

function and(a: Joined, b: Joined): Joined {
  return {
    text: `${a.text}.and(${b.text})`,
    make: (of) => a.make(of).and(b.make(of)),
    names: [...a.names, ...b.names],
    certain: [...a.certain, ...b.certain],
  };
}

function or(a: Joined, b: Joined): Joined {
  return {
    text: `${a.text}.or(${b.text})`,
    make: (of) => a.make(of).or(b.make(of)),
    names: [...a.names, ...b.names],
    certain: a.certain.filter((name) => b.certain.includes(name)),
  };
}

/** Whether two sensors fire the triggers of an index for the same events. More than ten dependencies are not compared. */
export function sameConditions(
  one: PlainObject,
  other: PlainObject,
  triggers: readonly [Part, Part],
): boolean {
  const [a, b] = [parsedConditionsOf(one, triggers[0]), parsedConditionsOf(other, triggers[1])];
  if (!a || !b) return false;
  const names = [...new Set([...a.names, ...b.names])];
  if (names.length > 10) return false;
  return Array.from({ length: 2 ** names.length }).every((_, bits) => {
    const come = (name: string) => (bits & (2 ** names.indexOf(name))) !== 0;
    return a.holds(come) === b.holds(come);
  });
}

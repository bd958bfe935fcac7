import { asString, type Part, valueAt } from './plain';
import type { PlainObject } from './rule';
import { dependencyNames } from './sensor';

/** When a trigger fires. */
export interface ParsedConditions {
  /** The names in the order of the text, each once. */
  readonly names: readonly string[];
  /** Whether it holds when the events have come whose names say yes. */
  readonly holds: (come: (name: string) => boolean) => boolean;
}

/**
 * Reads `conditions`: names of dependencies, `&&`, `||` and parentheses. The engine evaluates them twice, in two
 * languages (getDependencyExpression and listenEvents in pkg/sensors/listener.go), and only this survives both.
 *
 * @returns what is wrong, when they cannot be read
 */
export function parseConditions(text: string): ParsedConditions | string {
  const tokens = text.match(/\s+|&&|\|\||[()]|[\p{L}\p{N}_$-]+|./gsu)?.filter((token) => token.trim()) ?? [];
  const names: string[] = [];
  let index = 0;

  const join = (operator: string, operand: () => Holds): Holds => {
    const operands = [operand()];
    while (tokens[index] === operator) {
      index++;
      operands.push(operand());
    }
    return (come) =>
      operator === '||' ? operands.some((one) => one(come)) : operands.every((one) => one(come));
  };
  const either = (): Holds => join('||', both);
  const both = (): Holds => join('&&', single);
  const single = (): Holds => {
    const token = tokens[index++];
    if (token === undefined) throw new Error('something is missing at the end');
    if (token === '(') {
      const inner = either();
      if (tokens[index++] !== ')') throw new Error('a parenthesis is not closed');
      return inner;
    }
    if (!/^[\p{L}_$-][\p{L}\p{N}_$-]*$/u.test(token)) throw new Error(`${token} is no name`);
    if (!names.includes(token)) names.push(token);
    return (come) => come(token);
  };

  try {
    const holds = either();
    if (index < tokens.length) throw new Error(`${tokens[index]} is no operator`);
    return { names, holds };
  } catch (error) {
    // A RangeError too: parentheses nested so deep that the stack does not hold them.
    return error instanceof Error ? error.message : String(error);
  }
}

type Holds = ParsedConditions['holds'];

/** A name as conditions compare it: to the first of the two languages a dash is a minus, so it becomes `_`. */
export function nameInConditions(name: string): string {
  return name.replaceAll('-', '_');
}

/** The conditions of a trigger as they are written; none when they are empty, as the engine has it. */
export function conditionsText(trigger: Part): string | undefined {
  return asString(valueAt(trigger.value, 'template', 'conditions')) || undefined;
}

/**
 * When a trigger of the sensor fires, in names of dependencies: without `conditions`, when all events have come.
 * Undefined when that cannot be told: conditions that cannot be read, names that no dependency has.
 */
export function parsedConditionsOf(sensor: PlainObject, trigger: Part): ParsedConditions | undefined {
  const known = dependencyNames(sensor);
  const text = conditionsText(trigger);
  if (text === undefined) return { names: known, holds: (come) => known.every(come) };
  const condition = parseConditions(text);
  if (typeof condition === 'string') return undefined;
  const resolve = (name: string) => known.find((one) => nameInConditions(one) === nameInConditions(name));
  const names = condition.names.map(resolve);
  if (!names.every((name) => name !== undefined)) return undefined;
  return { names, holds: (come) => condition.holds((name) => come(resolve(name) ?? name)) };
}

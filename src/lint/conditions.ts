import { quote } from '../findings/words';
import { asString, type Part, valueAt } from './plain';
import type { PlainObject } from './rule';
import { dependencyNames } from './sensor';

/** The conditions of a trigger: when it fires. */
export interface ParsedConditions {
  /** The names of the dependencies, each once, in the order of the text. */
  readonly names: readonly string[];
  /** Whether the trigger fires if exactly the dependencies for which `come` returns true have an event. */
  readonly holds: (come: (name: string) => boolean) => boolean;
}

/**
 * Parses `conditions`: names of dependencies, `&&`, `||` and parentheses. The engine evaluates them in two languages,
 * one after the other (getDependencyExpression and listenEvents in pkg/sensors/listener.go), and only this works in
 * both.
 *
 * @returns a message with what is wrong if they cannot be parsed
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
    if (!/^[\p{L}_$-][\p{L}\p{N}_$-]*$/u.test(token)) throw new Error(`${quote(token)} is no name`);
    if (!names.includes(token)) names.push(token);
    return (come) => come(token);
  };

  try {
    const holds = either();
    if (index < tokens.length) throw new Error(`${quote(tokens[index] ?? '')} is no operator`);
    return { names, holds };
  } catch (error) {
    // This may be a RangeError of the stack, for parentheses that are nested too deep.
    return error instanceof Error ? error.message : String(error);
  }
}

type Holds = ParsedConditions['holds'];

/** A name as the engine has it in conditions: with `_` for `-`, which would be a minus in the first language. */
export function nameInConditions(name: string): string {
  return name.replaceAll('-', '_');
}

/** The text of the conditions of a trigger; undefined if it is empty, as in the engine. */
export function conditionsText(trigger: Part): string | undefined {
  return asString(valueAt(trigger.value, 'template', 'conditions')) || undefined;
}

/**
 * The conditions of a trigger, with the names of the dependencies as the sensor has them. Without `conditions`, a
 * trigger fires when all dependencies have an event. Undefined if they cannot be parsed or have an unknown name.
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

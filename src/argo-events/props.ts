import type { IConstruct } from 'constructs';
import type { Finding } from '../findings/finding';
import { finding, isMisspelled, type PropPlace, unknownProps, within, wrongProp } from '../findings/refuse';
import { ValidationError } from '../findings/validation-error';
import { isObject as isPlainObject } from '../lint/plain';
import { isReference } from './references/reference';

/** Whether a value fits, and what is expected, in words. */
export type PropCheck = readonly [fits: (value: unknown) => boolean, expected: string];

/** A check for each prop. The compiler asks for a row when a prop is added. */
export type PropTable<Props> = { readonly [Name in keyof Props]-?: PropCheck };

/** A prop that the compiler checks, or that is checked where it is used. */
export const ANY: PropCheck = [() => true, 'a value'];

export const NAME: PropCheck = [(value) => typeof value === 'string', 'a name'];

/** The same check for a prop that may be left out. */
export function optional([fits, expected]: PropCheck): PropCheck {
  return [(value) => value === undefined || fits(value), expected];
}

/** Whether a value is an object of props. A reference is an object too, and has whatever field is read. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isPlainObject(value) && !isReference(value);
}

/**
 * Everything that is wrong with props, whatever the types let through: in JavaScript the compiler checks nothing.
 *
 * @param expected what the props are, in words
 */
export function checkProps<Props>(
  place: PropPlace,
  props: unknown,
  table: PropTable<Props>,
  expected: string,
): Finding[] {
  if (!isObject(props)) return [wrongValue(place, props, expected)];
  const known = Object.keys(table);
  return [
    ...unknownProps(place, props, known),
    ...Object.entries<PropCheck>(table)
      .filter(([name, [fits]]) => !fits(props[name]))
      .filter(([name]) => name in props || !isMisspelled(name, props, known))
      .map(([name, [, wanted]]) => wrongValue(within(place, name), props[name], wanted)),
  ];
}

/** @throws ValidationError with everything that is wrong with the props of a construct */
export function refuseWrongProps<Props>(scope: IConstruct, props: unknown, table: PropTable<Props>): void {
  const place = { construct: scope.node.path, path: ['props'] };
  const findings = checkProps(place, props, table, 'an object with the props');
  if (findings.length > 0) throw new ValidationError(findings);
}

/** A value that is not what it should be. A reference is none of the values that a message can show. */
export function wrongValue(place: PropPlace, value: unknown, expected: string): Finding {
  return isReference(value)
    ? finding('props', `expected ${expected}, not a reference to event data`, { ...place })
    : wrongProp(place, value, expected);
}

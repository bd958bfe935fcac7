import { type CheckId, docsOf } from './checks';
import type { FieldPath, Finding } from './finding';
import { ValidationError } from './validation-error';
import { describe, joinOr, nearest, quote } from './words';

/** What else is known about a finding. */
export type Details = Partial<Omit<Finding, 'rule' | 'message'>>;

/** A finding of a check that is no lint rule: an error, if nothing else is said. */
export function finding(check: CheckId, message: string, details: Details = {}): Finding {
  return { rule: check, severity: 'error', path: [], message, docs: docsOf(check), ...details };
}

/**
 * Throws one finding of a check.
 *
 * @throws ValidationError always
 */
export function reject(check: CheckId, message: string, details: Details = {}): never {
  throw new ValidationError([finding(check, message, details)]);
}

/** What is wrong, and what to write instead. */
export type Wording = Pick<Finding, 'message' | 'help' | 'value'>;

/**
 * A value that is not what it should be: `expected a number, not "2.0"`. A text in place of an object is often a secret in
 * place of its reference, so it is not shown.
 */
export function unexpected(value: unknown, expected: string): Wording {
  if (value === undefined) return { message: 'missing', help: `expected ${expected}` };
  if (typeof value === 'string' && expected.startsWith('an object')) {
    return { message: `expected ${expected}, not a string` };
  }
  return { message: `expected ${expected}, not ${describe(value)}`, value };
}

// Nobody reads a longer list.
const MOST_NAMES = 16;

/** A name that is not known, with the one that was probably meant, or else all known ones if they are few. */
export function unknownName(what: string, name: string, known: readonly string[]): Wording {
  const help = nameHelp(name, known);
  return { message: `unknown ${what} ${quote(name)}`, ...(help !== undefined && { help }) };
}

/** The known name that was probably meant, or else all known names if they are few. */
export function nameHelp(name: string, known: readonly string[]): string | undefined {
  return meantHelp(name, known) ?? namesHelp(known);
}

/** The known name that was probably meant. */
export function meantHelp(name: string, known: readonly string[]): string | undefined {
  const meant = nearest(name, known);
  return meant && `did you mean ${quote(meant)}?`;
}

/** All known names, if they are few. */
export function namesHelp(known: readonly string[]): string | undefined {
  const names = [...new Set(known)];
  return names.length > 0 && names.length <= MOST_NAMES ? `expected ${joinOr(names)}` : undefined;
}

/** The place of props: the construct that has them, and the path of a field. */
export interface PropPlace {
  readonly construct?: string;
  readonly path: FieldPath;
}

/** The place of a field of an object of props. */
export function within({ path, ...construct }: PropPlace, ...keys: FieldPath): PropPlace {
  return { ...construct, path: [...path, ...keys] };
}

/** A prop that is not what it should be. */
export function wrongProp(place: PropPlace, value: unknown, expected: string): Finding {
  const { message, ...details } = unexpected(value, expected);
  return finding('props', message, { ...place, ...details });
}

/** Whether a missing field of an object of props is there, but misspelled: then the unknown field is a finding already. */
export function isMisspelled(field: string, value: object, known: readonly string[]): boolean {
  return Object.keys(value).some((name) => !known.includes(name) && nearest(name, known) === field);
}

/** A finding for each field of an object of props that is not known. */
export function unknownProps(place: PropPlace, value: object, known: readonly string[]): Finding[] {
  return Object.keys(value)
    .filter((field) => !known.includes(field))
    .map((field) => {
      const { message, ...details } = unknownName('field', field, known);
      return finding('props', message, { ...place, ...details });
    });
}

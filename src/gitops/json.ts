import type { FieldPath, Finding } from '../findings/finding';
import { finding } from '../findings/refuse';
import { describe, quote } from '../findings/words';

/**
 * Finds what JSON cannot hold exactly: numbers that are not finite or that have lost digits, half surrogate pairs,
 * dates and other instances of classes, functions, undefined items of lists, and cycles. Undefined fields are allowed:
 * they are left out.
 */
export function checkJson(value: unknown): Finding[] {
  const findings: Finding[] = [];
  checkValue(value, [], [], findings);
  return findings;
}

function checkValue(value: unknown, path: FieldPath, parents: readonly object[], findings: Finding[]): void {
  const refuse = (message: string, help: string) =>
    findings.push(finding('json-value', message, { path, value, help }));
  switch (typeof value) {
    case 'boolean':
      return;
    case 'string':
      if (!isWellFormed(value)) refuse('text with half a surrogate pair', 'expected valid Unicode');
      return;
    case 'number':
      if (!Number.isFinite(value)) refuse(`${value} has no form in JSON`, 'expected a finite number');
      else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        refuse(`${value} is too large to be exact`, `expected at most ${Number.MAX_SAFE_INTEGER}, or a text`);
      }
      return;
    case 'object':
      if (value !== null) checkObjectOrList(value, path, parents, findings);
      return;
    case 'undefined':
      refuse('the item is missing', PLAIN);
      return;
    default:
      refuse(`${describe(value)} has no form in JSON`, PLAIN);
  }
}

const PLAIN = 'expected a text, number, boolean, null, list or plain object';

function checkObjectOrList(
  value: object,
  path: FieldPath,
  parents: readonly object[],
  findings: Finding[],
): void {
  if (parents.includes(value)) {
    findings.push(finding('json-value', 'the object contains itself', { path }));
    return;
  }
  const inside = [...parents, value];
  if (Array.isArray(value)) {
    // Not forEach: it skips the holes of a sparse list.
    for (let index = 0; index < value.length; index++)
      checkValue(value[index], [...path, index], inside, findings);
    return;
  }
  if (!isPlainObject(value)) {
    const message = `an instance of ${value.constructor?.name || 'a class'} has no form in JSON`;
    findings.push(finding('json-value', message, { path, help: PLAIN }));
    return;
  }
  for (const [key, field] of Object.entries(value)) {
    if (!isWellFormed(key)) {
      const message = `key with half a surrogate pair: ${quote(key)}`;
      findings.push(finding('json-value', message, { path, help: 'expected valid Unicode' }));
    }
    if (field !== undefined) checkValue(field, [...path, key], inside, findings);
  }
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // A plain object of another realm (a jest sandbox) has another Object.prototype, also without a prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

import { type Finding, finding } from '../validation';

/**
 * Finds what JSON cannot hold exactly: numbers that are not finite or that have lost digits, half surrogate pairs,
 * dates and other instances of classes, functions, undefined items of lists, and cycles. Undefined fields are allowed:
 * they are left out.
 */
export function checkJson(value: unknown): Finding[] {
  const findings: Finding[] = [];
  checkValue(value, '', [], findings);
  return findings;
}

function checkValue(value: unknown, path: string, parents: readonly object[], findings: Finding[]): void {
  const refuse = (what: string, allowed: string) => findings.push(finding(path, what, value, allowed));
  switch (typeof value) {
    case 'boolean':
      return;
    case 'string':
      if (!isWellFormed(value)) refuse('Text has half a surrogate pair', 'valid Unicode');
      return;
    case 'number':
      if (!Number.isFinite(value)) refuse('Number is not finite', 'a finite number');
      else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
        refuse('Integer is too large to be exact', `at most ${Number.MAX_SAFE_INTEGER}`);
      }
      return;
    case 'object':
      if (value !== null) checkObjectOrList(value, path, parents, findings);
      return;
    default:
      refuse('Value has no form in JSON', 'text, number, boolean, null, list or plain object');
  }
}

function checkObjectOrList(
  value: object,
  path: string,
  parents: readonly object[],
  findings: Finding[],
): void {
  if (parents.includes(value)) {
    findings.push(finding(path, 'Object contains itself', value));
    return;
  }
  const inside = [...parents, value];
  if (Array.isArray(value)) {
    // Not forEach: it skips the holes of a sparse list.
    for (let index = 0; index < value.length; index++)
      checkValue(value[index], `${path}[${index}]`, inside, findings);
    return;
  }
  if (!isPlainObject(value)) {
    const allowed = 'text, number, boolean, null, list or plain object';
    findings.push(
      finding(path, `Value is an instance of ${value.constructor?.name ?? 'a class'}`, value, allowed),
    );
    return;
  }
  for (const [key, field] of Object.entries(value)) {
    const fieldPath = path === '' ? key : `${path}.${key}`;
    if (!isWellFormed(key))
      findings.push(finding(path, 'Key has half a surrogate pair', key, 'valid Unicode'));
    if (field !== undefined) checkValue(field, fieldPath, inside, findings);
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

import { type Finding, finding } from '../validation';

/** Whether a value is an object, and no list. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The name of most objects of Kubernetes. */
export function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(value);
}

/** A finding for each field that is not known. */
export function unknownFields(
  path: string,
  value: object,
  known: readonly string[],
  allowed = known,
): Finding[] {
  return Object.keys(value)
    .filter((field) => !known.includes(field))
    .map((field) => finding(path, 'has an unknown field', field, allowed));
}

/** What is allowed where {@link isQuantity} says no. */
export const QUANTITY = 'a quantity as Kubernetes writes it, such as "500m", "1" or "1536Mi"';

/**
 * Whether Kubernetes keeps a quantity as it is written: it makes `500m` of `0.5` and `2Gi` of `2048Mi`, so that every
 * further apply would find a difference.
 */
export function isQuantity(value: unknown): boolean {
  if (value === '0') return true;
  const match = typeof value === 'string' && /^([1-9]\d{0,14})(m|[kMGTPE]|[KMGTPE]i)?$/.exec(value);
  if (!match) return false;
  const [, digits, suffix = ''] = match;
  // Nothing is larger than E.
  return suffix.startsWith('E') || Number(digits) % (suffix.endsWith('i') ? 1024 : 1000) !== 0;
}

import type { FieldPath } from '../findings/finding';
import type { PlainObject } from './rule';

/** The value if it is an object, otherwise an empty object. */
export function asObject(value: unknown): PlainObject {
  return isObject(value) ? value : {};
}

/** The value if it is a list, otherwise an empty list. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value if it is a string, otherwise undefined. */
export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value at a path of keys in another value; undefined if there is none. */
export function valueAt(value: unknown, ...keys: string[]): unknown {
  let inner = value;
  for (const key of keys) {
    if (!isObject(inner) || !Object.hasOwn(inner, key)) return undefined;
    inner = inner[key];
  }
  return inner;
}

/** The same for a path that may go through lists. */
export function valueAtPath(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    value,
  );
}

/** An object within another one, and its path there. */
export interface Part {
  readonly path: FieldPath;
  readonly value: PlainObject;
}

/** The whole object as a part, with an empty path. */
export function rootPart(value: PlainObject): Part {
  return { path: [], value };
}

/** The items of the list at a path of keys in a part. */
export function partsAt(parent: Part, ...keys: string[]): Part[] {
  return asList(valueAt(parent.value, ...keys)).map((item, index) => ({
    path: [...parent.path, ...keys, index],
    value: asObject(item),
  }));
}

/** The members of the object at a path of keys in a part, with their names. */
export function membersAt(parent: Part, ...keys: string[]): (Part & { readonly name: string })[] {
  return Object.entries(asObject(valueAt(parent.value, ...keys))).map(([name, item]) => ({
    name,
    path: [...parent.path, ...keys, name],
    value: asObject(item),
  }));
}

/** The object at a path of keys in a part; undefined if there is none. */
export function partAt(parent: Part, ...keys: string[]): Part | undefined {
  const value = valueAt(parent.value, ...keys);
  return isObject(value) ? { path: [...parent.path, ...keys], value } : undefined;
}

/** Whether a value is an object, and no list. */
export function isObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { FieldPath, PlainObject } from './rule';

/** The value as an object; an empty one when it is none. */
export function asObject(value: unknown): PlainObject {
  return isObject(value) ? value : {};
}

/** The value as a list; an empty one when it is none. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as a string; undefined when it is none. */
export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value at a place below another; undefined when there is none. */
export function valueAt(value: unknown, ...keys: string[]): unknown {
  return keys.reduce(
    (inner, key) => (Object.hasOwn(asObject(inner), key) ? asObject(inner)[key] : undefined),
    value,
  );
}

/** A part of an object, and where it is. */
export interface Part {
  readonly path: FieldPath;
  readonly value: PlainObject;
}

/** The object itself, as the part that everything else is below. */
export function rootPart(value: PlainObject): Part {
  return { path: [], value };
}

/** The objects in the list at a place below a part. */
export function partsAt(parent: Part, ...keys: string[]): Part[] {
  return asList(valueAt(parent.value, ...keys)).map((item, index) => ({
    path: [...parent.path, ...keys, index],
    value: asObject(item),
  }));
}

/** The objects in the map at a place below a part, by name. */
export function membersAt(parent: Part, ...keys: string[]): (Part & { readonly name: string })[] {
  return Object.entries(asObject(valueAt(parent.value, ...keys))).map(([name, item]) => ({
    name,
    path: [...parent.path, ...keys, name],
    value: asObject(item),
  }));
}

/** The object at a place below a part; undefined when there is none. */
export function partAt(parent: Part, ...keys: string[]): Part | undefined {
  const value = valueAt(parent.value, ...keys);
  return isObject(value) ? { path: [...parent.path, ...keys], value } : undefined;
}

function isObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

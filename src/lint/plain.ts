import type { Path, PlainObject } from './rule';

/** The value as an object; an empty one when it is none. */
export function object(value: unknown): PlainObject {
  return isObject(value) ? value : {};
}

/** The value as a list; an empty one when it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as a string; undefined when it is none. */
export function string(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value at a place below another; undefined when there is none. */
export function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce(
    (inner, key) => (Object.hasOwn(object(inner), key) ? object(inner)[key] : undefined),
    value,
  );
}

/** A part of an object, and where it is. */
export interface Part {
  readonly path: Path;
  readonly value: PlainObject;
}

/** The object itself, as the part that everything else is below. */
export function root(value: PlainObject): Part {
  return { path: [], value };
}

/** The objects in the list at a place below a part. */
export function parts(parent: Part, ...keys: string[]): Part[] {
  return list(at(parent.value, ...keys)).map((item, index) => ({
    path: [...parent.path, ...keys, index],
    value: object(item),
  }));
}

/** The objects in the map at a place below a part, by name. */
export function members(parent: Part, ...keys: string[]): (Part & { readonly name: string })[] {
  return Object.entries(object(at(parent.value, ...keys))).map(([name, item]) => ({
    name,
    path: [...parent.path, ...keys, name],
    value: object(item),
  }));
}

/** The object at a place below a part; undefined when there is none. */
export function part(parent: Part, ...keys: string[]): Part | undefined {
  const value = at(parent.value, ...keys);
  return isObject(value) ? { path: [...parent.path, ...keys], value } : undefined;
}

function isObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

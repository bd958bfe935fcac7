import type { Path, PlainObject } from './rule';

/** The value as an object; an empty one when it is none. */
export function object(value: unknown): PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PlainObject) : {};
}

/** The value as a list; an empty one when it is none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as a string; undefined when it is none. */
export function string(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A part of an object, and where it is. */
export interface Part {
  readonly path: Path;
  readonly value: PlainObject;
}

/** The objects in the list at a place below a part. */
export function parts(parent: Part, ...keys: string[]): Part[] {
  const value = keys.reduce<unknown>((inner, key) => object(inner)[key], parent.value);
  return list(value).map((item, index) => ({ path: [...parent.path, ...keys, index], value: object(item) }));
}

/** The object at a place below a part; undefined when there is none. */
export function part(parent: Part, ...keys: string[]): Part | undefined {
  const value = keys.reduce<unknown>((inner, key) => object(inner)[key], parent.value);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? { path: [...parent.path, ...keys], value: value as PlainObject } : undefined;
}

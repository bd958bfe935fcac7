import { type ArrayQuery, gjsonPath, type PathStep, pathText } from './path';
import { throwFinding } from './throw-finding';

declare const type: unique symbol;
const SOURCE = Symbol('cdk8s-argo-events.source');

/** What a dependency's filters compare and a trigger's strings can hold. */
export type Scalar = string | number | boolean;

/**
 * A reference to a value of type T in an event. Put it where the data should go: the construct around it
 * works out dependency, path, escaping and placement.
 */
export interface Reference<out T = unknown> {
  readonly [type]: T;
}

/** What no reference is: an object of references is a template of that object, one reference to it is not. */
export interface NoReference {
  readonly [type]?: never;
}

/**
 * A reference whose fields are references in turn: `e.body.comment.user.login`. Optional and nullable fields
 * are reached like any other; whether the value is there, the engine finds out when an event comes. The
 * fields of a union are those of all its members. For the few names that JavaScript itself asks of every
 * object (`then`, `toJSON`, …) use {@link field}.
 */
export type Ref<T> = Reference<T> & Fields<Extract<NonNullable<T>, object>>;

type Fields<T extends object> = [T] extends [never]
  ? unknown
  : [T] extends [readonly (infer Element)[]]
    ? { readonly [index in LowIndex]: Ref<Element> }
    : { readonly [Key in Exclude<KeyOf<T>, ReservedName>]-?: Ref<ValueOf<T, Key>> };

/** Under noUncheckedIndexedAccess, an index signature would make every element possibly undefined. */
type LowIndex = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

type KeyOf<T> = T extends unknown ? keyof T & string : never;
type ValueOf<T, Key> = T extends unknown ? (Key extends keyof T ? T[Key] : undefined) : never;

/** Names that the language or its tools ask of any object, so that they cannot be fields of a {@link Ref}. */
export type ReservedName = (typeof RESERVED)[number];
const RESERVED = ['then', 'toJSON', 'toString', 'valueOf', 'constructor', 'prototype', '__proto__'] as const;

/** Where the value of a reference comes from. */
export interface ReferenceSource {
  /** Name of the dependency. */
  readonly dependency: string;
  /** The event's data, or its CloudEvents context. */
  readonly part: 'data' | 'context';
  readonly path: readonly PathStep[];
}

/** The reference to the whole data, or context, of a dependency. */
export function referenceTo<T>(source: ReferenceSource): Ref<T> {
  return new Proxy({ [SOURCE]: source }, { get: getField, set: refuseWrite }) as unknown as Ref<T>;
}

/** Whether the value is a reference. */
export function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && SOURCE in value;
}

/** Where the reference points. */
export function sourceOf(reference: Reference): ReferenceSource {
  return (reference as unknown as { [SOURCE]: ReferenceSource })[SOURCE];
}

/**
 * The field of that name, whatever the name: also `then`, `toJSON` or a key of digits in an object, which a
 * plain `reference[…]` would take for an index.
 */
export function field<T, Key extends KeyOf<Extract<NonNullable<T>, object>>>(
  reference: Reference<T>,
  key: Key,
): Ref<ValueOf<Extract<NonNullable<T>, object>, Key>> {
  return stepInto(reference, key);
}

/**
 * The element at any index; the first ten are also `reference[0]` to `reference[9]`.
 *
 * @throws ValidationError for an index that is no integer of at least 0
 */
export function item<T>(reference: Reference<T>, index: number): Ref<Element<T>> {
  if (!Number.isInteger(index) || index < 0) {
    throwFinding(
      describeReference(sourceOf(reference)),
      `The index of an element is "${index}": an integer of at least 0 is needed`,
    );
  }
  return stepInto(reference, index);
}

type Element<T> = Extract<NonNullable<T>, readonly unknown[]>[number];

/** A field of every element of an array at once: a reference to the array of the values. */
export type Each<T> = Reference<T[]> & EachField<T>;

/** The fields of the elements of an array. The elements themselves are the array: refer to that. */
export type EachField<T> = [Extract<NonNullable<T>, object>] extends [never]
  ? unknown
  : {
      readonly [Key in Exclude<KeyOf<Extract<NonNullable<T>, object>>, ReservedName>]-?: Each<
        ValueOf<Extract<NonNullable<T>, object>, Key>
      >;
    };

/** Every element of the array (gjson's `#`): `each(e.body.issue.labels).name` is the list of names. */
export function each<T>(reference: Reference<T>): EachField<Element<T>> {
  return stepInto(reference, { query: '#' });
}

/** The number of elements of the array. */
export function count<T extends readonly unknown[] | null | undefined>(reference: Reference<T>): Ref<number> {
  return stepInto(reference, { query: '#' });
}

/**
 * The first element of the array whose field equals the value (gjson's `#(…)`). No such element is no value:
 * a filter on it refuses the event, a parameter without default fails its trigger.
 */
export function first<T, Key extends KeyOf<Extract<NonNullable<Element<T>>, object>>>(
  reference: Reference<T>,
  key: Key,
  value: Scalar,
): Ref<Element<T>> {
  return stepInto(reference, { query: `#(${gjsonPath([key])}==${JSON.stringify(value)})` });
}

function stepInto<T>(reference: Reference, next: PathStep): T {
  const source = sourceOf(reference);
  return referenceTo({ ...source, path: [...source.path, next] }) as unknown as T;
}

function getField(target: { [SOURCE]: ReferenceSource }, key: string | symbol): unknown {
  if (key === SOURCE) return target[SOURCE];
  if (key === Symbol.toPrimitive || key === 'toString' || key === 'valueOf' || key === 'toJSON') {
    return () => {
      throwFinding(
        describeReference(target[SOURCE]),
        `A reference was used as a plain value: "${describeReference(target[SOURCE])}". ` +
          'Put it in a slot of a trigger, a filter, or a text`…` template',
      );
    };
  }
  // `await` and promises ask for `then`; symbols are asked for by inspectors.
  if (typeof key === 'symbol' || (RESERVED as readonly string[]).includes(key)) return undefined;
  const index = /^(?:0|[1-9]\d*)$/.test(key) ? Number(key) : key;
  return referenceTo({ ...target[SOURCE], path: [...target[SOURCE].path, index] });
}

function refuseWrite(target: { [SOURCE]: ReferenceSource }, key: string | symbol): never {
  throwFinding(
    describeReference(target[SOURCE]),
    `A reference cannot be written to: "${describeReference(target[SOURCE])}.${String(key)}"`,
  );
}

/** The reference as a reader would write it, for messages. */
export function describeReference({ dependency, part, path }: ReferenceSource): string {
  return [dependency, part, pathText(path)].filter(Boolean).join('.');
}

export type { ArrayQuery, PathStep };

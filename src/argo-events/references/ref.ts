declare const type: unique symbol;
declare const hint: unique symbol;

/** A value that filters compare and that a string may hold. */
export type Scalar = string | number | boolean;

/**
 * A reference to a value of type T in an event. Put it where the data should go. The construct turns it into a
 * parameter or a filter, with the dependency and the escaped path.
 */
export interface Reference<out T = unknown> {
  readonly [type]: T;
}

/** A reference to a value that becomes a text. The `hint` of a list and of an object is what the compiler then says. */
export interface TextReference {
  readonly [hint]?: never;
  readonly [type]: Scalar | null | undefined;
}

/** Excludes references from a type: an object may have references in it, but a reference is not such an object. */
export interface NoReference {
  readonly [hint]?: never;
  readonly [type]?: never;
}

/**
 * A reference whose fields are references too: `e.body.comment.user.login`. You refer to optional and nullable fields
 * like any other; whether the value exists is known only when an event comes. A union has the fields of all its
 * members; one of which nothing is known adds none. For the few names that JavaScript itself reads from every object
 * (`then`, `toJSON` and so on) use {@link field}.
 */
export type Ref<T> = Reference<T> & Fields<Extract<NonNullable<T>, object>>;

type Fields<T extends object> = [T] extends [never]
  ? unknown
  : [T] extends [readonly unknown[]]
    ? Elements<Element<T>>
    : Hint<'an object'> & FieldsOfObject<Exclude<T, readonly unknown[]>>;

interface Hint<What extends string> {
  readonly [hint]: `${What} is no text: where ${What} goes, write raw(…)`;
}

/**
 * The first elements of a list. An index signature would make each element possibly undefined
 * (noUncheckedIndexedAccess).
 */
interface Elements<T> extends Hint<'a list'> {
  readonly 0: Ref<T>;
  readonly 1: Ref<T>;
  readonly 2: Ref<T>;
  readonly 3: Ref<T>;
  readonly 4: Ref<T>;
  readonly 5: Ref<T>;
  readonly 6: Ref<T>;
  readonly 7: Ref<T>;
  readonly 8: Ref<T>;
  readonly 9: Ref<T>;
}

type FieldsOfObject<T> = [Telling<T>] extends [never] ? NamesAndIndex<T> : NamesAndIndex<Telling<T>>;

type NamesAndIndex<T> = {
  readonly [Key in Exclude<NameOf<T>, ReservedName>]-?: Ref<ValueOf<T, Key>>;
} & (string extends KeyOf<T> ? { readonly [key: string]: Ref<ValueOf<T, string>> } : unknown);

/** The members of a union but those of which nothing is known: objects with any fields, of unknown types. */
type Telling<T> = T extends unknown ? (string extends KeyOf<T> ? TellingIndex<T> : T) : never;
type TellingIndex<T> = [unknown, NameOf<T>] extends [ValueOf<T, string>, never] ? never : T;

export type KeyOf<T> = T extends unknown ? keyof T & string : never;
/** The keys but those of an index signature. */
type NameOf<T> = T extends unknown
  ? string extends keyof T
    ? keyof WithoutIndex<T> & string
    : keyof T & string
  : never;
type WithoutIndex<T> = {
  [Key in keyof T as string extends Key ? never : number extends Key ? never : Key]: never;
};
export type ValueOf<T, Key> = T extends unknown ? (Key extends keyof T ? T[Key] : undefined) : never;
export type Element<T> = Extract<NonNullable<T>, readonly unknown[]>[number];

/** Names that JavaScript or its tools read from every object, so that they cannot be fields of a {@link Ref}. */
export type ReservedName = (typeof RESERVED_NAMES)[number];
export const RESERVED_NAMES = [
  'then',
  'toJSON',
  'toString',
  'valueOf',
  'constructor',
  'prototype',
  '__proto__',
] as const;

/** A reference to the list of a field's values in all elements of a list. */
export type ListField<T> = Reference<T[]> & ListFields<T>;

/** The fields of the elements of a list. For the elements themselves, refer to the list. */
export type ListFields<T> = [Extract<NonNullable<T>, object>] extends [never]
  ? unknown
  : {
      readonly [Key in Exclude<KeyOf<Extract<NonNullable<T>, object>>, ReservedName>]-?: ListField<
        ValueOf<Extract<NonNullable<T>, object>, Key>
      >;
    };

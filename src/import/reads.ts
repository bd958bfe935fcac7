/** The type that a place in an event has to have: a text or number as in a text, or any. */
export type Wanted = 'string' | 'number' | 'boolean' | 'strings' | 'scalar' | 'any';

/** A place in the data of an event that code reads. */
export interface Reads {
  /** The name of the dependency. */
  readonly dependency: string;
  /** Keys, and for an element of a list its index, or `[]` for all of them. */
  readonly path: readonly (string | number)[];
  readonly wanted: Wanted;
  /** Functions of the library that the code calls. */
  readonly functions: readonly string[];
}

import type { PlainObject } from '../lint/rule';

/** Something that is kept in the engine's own form, and why. */
export interface Kept {
  /** The object: `Sensor "webhook"`. */
  readonly object: string;
  /** What of it: `trigger "bill"`; empty for the whole object. */
  readonly what: string;
  readonly why: string;
}

/** What a note says of an object of a file. */
export function nameOfObject(object: PlainObject): string {
  const { name } = (object['metadata'] ?? {}) as PlainObject;
  return `${object['kind']} ${JSON.stringify(name)}`;
}

import type { TriggerParameter } from '../../../imports/argo-events';
import { sjsonPath } from './path';
import { isSlot, parameterSource, type TemplatedJson } from './slot';

/** Plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** An object for the engine: the constant part, and a parameter for each value that comes from an event. */
export interface Extracted {
  /**
   * The object, with an empty string where data will be put. Not null, even for raw data: `kubectl apply` takes a
   * null for a deletion and would find the object changed each time.
   */
  readonly constant: Json;
  /** In the order in which the slots stand in the object. */
  readonly parameters: readonly TriggerParameter[];
}

/** Separates an object from the event data in it. Members that are undefined are left out. */
export function extract(template: TemplatedJson): Extracted {
  const parameters: TriggerParameter[] = [];
  const walk = (value: TemplatedJson, path: readonly (string | number)[]): Json => {
    if (isSlot(value)) {
      parameters.push({ src: parameterSource(value), dest: sjsonPath(path) });
      return '';
    }
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    if (typeof value === 'object' && value !== null) {
      const members = Object.entries(value).filter(([, member]) => member !== undefined);
      return Object.fromEntries(members.map(([key, member]) => [key, walk(member, [...path, key])]));
    }
    return value as Json;
  };
  return { constant: walk(template, []), parameters };
}

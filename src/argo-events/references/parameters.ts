import type { TriggerParameter } from '../../../imports/argo-events';
import { sjsonPath } from './path';
import { isSlot, type JsonWithSlots, parameterSource } from './slot';

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** An object in the engine's own form: its constant part, and a parameter for each value from an event. */
export interface ExtractedParameters {
  /**
   * The object, with a placeholder for each value from an event: an empty string, or what {@link PlaceholderAt}
   * returns. It is never null: `kubectl apply` takes a null as a deletion and would find the object changed each time.
   */
  readonly constant: Json;
  /** The parameters, in the order of the values in the object. */
  readonly parameters: readonly TriggerParameter[];
}

/** The placeholder at a path; undefined to leave the field out. */
export type PlaceholderAt = (path: readonly (string | number)[]) => Json | undefined;

/** Separates the constant part of an object from the event data in it. Members that are undefined are left out. */
export function extractParameters(
  object: JsonWithSlots,
  placeholder: PlaceholderAt = () => '',
): ExtractedParameters {
  const parameters: TriggerParameter[] = [];
  const walk = (value: JsonWithSlots, path: readonly (string | number)[]): Json | undefined => {
    if (isSlot(value)) {
      parameters.push({ src: parameterSource(value), dest: sjsonPath(path) });
      return placeholder(path);
    }
    if (Array.isArray(value)) return value.map((item, index) => orEmptyText(walk(item, [...path, index])));
    if (typeof value === 'object' && value !== null) {
      const members = Object.entries(value).filter(([, member]) => member !== undefined);
      const walked = members.map(([key, member]) => [key, walk(member, [...path, key])] as const);
      return Object.fromEntries(walked.filter((entry): entry is [string, Json] => entry[1] !== undefined));
    }
    return value as Json;
  };
  return { constant: orEmptyText(walk(object, [])), parameters };
}

// An element of a list cannot be left out, because the next ones would move up.
function orEmptyText(value: Json | undefined): Json {
  return value === undefined ? '' : value;
}

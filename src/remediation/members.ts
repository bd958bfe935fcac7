import { isSlot, type JsonWithSlots } from '../argo-events/references/slot';

/** The members of an object, by their keys. */
export type Members = { readonly [key: string]: JsonWithSlots };

/** An object whose members are known: not the place of a value from an event. */
export function isObject(value: JsonWithSlots): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isSlot(value);
}

/** The members of a part of an object; none if it is no object. */
export function membersOf(value: JsonWithSlots): Members {
  return isObject(value) ? value : {};
}

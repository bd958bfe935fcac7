import { type EventPart, eventsOf } from './event-source';
import { asString, type Part, partsAt } from './plain';
import type { PlainObject } from './rule';

/** A filter on a field of the objects that an event source watches. */
export interface FieldFilter extends Part {
  readonly key: string;
  readonly pattern: string;
  /** Whether the objects pass whose field the pattern does not find. */
  readonly isNegated: boolean;
}

/** The events of an event source about Kubernetes objects. */
export function resourceEvents(source: PlainObject): EventPart[] {
  return eventsOf(source).filter(({ kind }) => kind === 'resource');
}

/** The filters on fields that the engine can apply (filterFields in pkg/eventsources/sources/resource/start.go). */
export function fieldFilters(source: PlainObject): FieldFilter[] {
  return resourceEvents(source)
    .flatMap((event) => partsAt(event, 'filter', 'fields'))
    .flatMap((part) => {
      const key = asString(part.value['key']);
      const pattern = asString(part.value['value']);
      const operation = asString(part.value['operation']) ?? '';
      if (!key || pattern === undefined || !['=', '==', '!='].includes(operation)) return [];
      return { ...part, key, pattern, isNegated: operation === '!=' };
    });
}

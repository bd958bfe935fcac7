import type { FieldPath } from '../findings/finding';
import { EVENT_KINDS } from './event-source';

/**
 * The value without the fields that are null, or the value itself if there are none: to Go, such a field is absent. An event
 * that is null is there all the same, with nothing in it.
 */
export function withoutNulls(value: unknown): unknown {
  // Most objects have none, and are not copied.
  return hasNull(value) ? copied(value, []) : value;
}

function hasNull(value: unknown): boolean {
  if (typeof value !== 'object') return false;
  return value === null || Object.values(value).some(hasNull);
}

function copied(value: unknown, path: FieldPath): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const inner = (item: unknown, key: string | number) => copied(item, [...path, key]);
  if (Array.isArray(value)) return value.map(inner);
  const kept = Object.entries(value).filter(([, item]) => item !== null || isEvent(path));
  return Object.fromEntries(kept.map(([key, item]) => [key, inner(item, key)]));
}

/** Whether the fields at a path are the events of a kind. */
function isEvent([spec, kind, ...more]: FieldPath): boolean {
  return spec === 'spec' && EVENT_KINDS.includes(String(kind)) && more.length === 0;
}

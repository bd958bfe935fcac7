import type { FieldPath } from '../findings/finding';
import { EVENT_KINDS } from './event-source';

/**
 * The value without the fields that are null, or the value itself if there are none: to Go, such a field is absent. An event
 * that is null is there all the same, with nothing in it.
 */
export function withoutNulls(value: unknown, path: FieldPath = []): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const inner = (item: unknown, key: string | number) => withoutNulls(item, [...path, key]);
  if (Array.isArray(value)) {
    const items = value.map(inner);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const fields = Object.entries(value);
  const kept = fields
    .filter(([, item]) => item !== null || isEvent(path))
    .map(([key, item]) => [key, inner(item, key)]);
  const isSame =
    kept.length === fields.length && kept.every(([, item], index) => item === fields[index]?.[1]);
  return isSame ? value : Object.fromEntries(kept);
}

/** Whether the fields at a path are the events of a kind. */
function isEvent([spec, kind, ...more]: FieldPath): boolean {
  return spec === 'spec' && EVENT_KINDS.includes(String(kind)) && more.length === 0;
}

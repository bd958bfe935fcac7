import type { LiveObject } from '../cluster/objects';
import { asObject, asString } from '../lint/plain';
import type { PlainObject } from '../lint/rule';

/** The text, or an empty one if the value is no text. */
export function text(value: unknown): string {
  return asString(value) ?? '';
}

/** The metadata of an object. */
export function metadata(object: LiveObject | undefined): {
  readonly name: string;
  readonly uid: string;
  readonly version: string;
  readonly created: string;
  readonly labels: PlainObject;
  readonly annotations: PlainObject;
} {
  const meta = asObject(object?.['metadata']);
  return {
    name: text(meta['name']),
    uid: text(meta['uid']),
    version: text(meta['resourceVersion']),
    created: text(meta['creationTimestamp']),
    labels: asObject(meta['labels']),
    annotations: asObject(meta['annotations']),
  };
}

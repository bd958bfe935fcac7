import type { ObjectName } from '../findings/finding';
import { nameOf, namespaceOf } from '../lint/objects';
import { asString } from '../lint/plain';
import type { PlainObject } from '../lint/rule';

/** The name of an object, as it is in a report. */
export function objectName(object: PlainObject): ObjectName {
  const namespace = namespaceOf(object);
  return {
    apiVersion: asString(object['apiVersion']) ?? '',
    kind: asString(object['kind']) ?? '',
    ...(namespace !== '' && { namespace }),
    name: nameOf(object),
  };
}

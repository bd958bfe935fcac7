import { asObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { type Code, literal, optionalLiteral } from './code';

/** What the API server writes into metadata. It is no part of a manifest. */
const OF_THE_SERVER = [
  'creationTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object as it was written: without what the API server adds, and without nulls, which the engine takes for nothing. */
export function asWritten(object: PlainObject, namespace: string): PlainObject {
  const { status: _, metadata, ...others } = object;
  const given = Object.entries(asObject(metadata)).filter(([name]) => !OF_THE_SERVER.includes(name));
  const { annotations, ...fields } = Object.fromEntries(given);
  const { [LAST_APPLIED]: __, ...kept } = asObject(annotations);
  return withoutNull({
    ...others,
    metadata: {
      ...fields,
      namespace: fields['namespace'] || namespace,
      ...(Object.keys(kept).length > 0 && { annotations: kept }),
    },
  }) as PlainObject;
}

function withoutNull(value: unknown, key = ''): unknown {
  // An object of a trigger goes to the API server, where null has a meaning.
  if (key === 'resource') return value;
  if (Array.isArray(value)) return value.map((item) => withoutNull(item));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, withoutNull(field, name)]));
}

/** The props for the name, namespace, labels and annotations of an object. */
export function metadataProps(object: PlainObject): Readonly<Record<string, Code | undefined>> {
  const { name, namespace, labels, annotations } = asObject(object['metadata']);
  return {
    name: literal(name),
    namespace: literal(namespace),
    labels: optionalLiteral(labels),
    annotations: optionalLiteral(annotations),
  };
}

import { asObject, asString, valueAt } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { keyReferences, mountedObjects } from '../lint/secrets';

/** An object that the file refers to and does not have. */
export interface External {
  readonly kind: 'ConfigMap' | 'EventBus' | 'Secret' | 'ServiceAccount';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly [field: string]: unknown;
}

/** The objects that the given ones refer to and that are not among them, by kind and name. */
export function externalsOf(objects: readonly PlainObject[]): External[] {
  const here = new Set(objects.map((object) => keyOf(String(object['kind']), asObject(object['metadata']))));
  const found = objects.flatMap((object) => {
    const namespace = asString(valueAt(object, 'metadata', 'namespace')) ?? '';
    return namesIn(object).map(([kind, name]): External => ({ kind, metadata: { name, namespace } }));
  });
  const missing = found.filter(({ kind, metadata }) => !here.has(keyOf(kind, { ...metadata })));
  return [...new Map(missing.map((one) => [keyOf(one.kind, { ...one.metadata }), one])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, external]) => external);
}

function namesIn(object: PlainObject): (readonly [External['kind'], string])[] {
  const kind = object['kind'];
  if (kind !== 'Sensor' && kind !== 'EventSource' && kind !== 'EventBus') return [];
  const account = asString(valueAt(object, 'spec', 'template', 'serviceAccountName'));
  return [
    ...(kind === 'EventBus'
      ? []
      : [['EventBus', asString(valueAt(object, 'spec', 'eventBusName')) || 'default'] as const]),
    ...[...keyReferences(object), ...mountedObjects(object)].map((one) => [one.kind, one.name] as const),
    ...(account ? [['ServiceAccount', account] as const] : []),
  ];
}

function keyOf(kind: string, { namespace, name }: PlainObject): string {
  return JSON.stringify([kind, namespace, name]);
}

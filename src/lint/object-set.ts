import { nameOf, namespaceOf } from './objects';
import { asObject, asString } from './plain';
import type { ObjectSet, PlainObject } from './rule';

/** The objects with an index, so that a rule that looks up a name for each object takes no longer with many of them. */
export function objectSet(objects: readonly PlainObject[]): ObjectSet {
  const index = new Map<string, PlainObject[]>();
  for (const object of objects.map(asObject)) {
    const kind = asString(object['kind']);
    if (kind === undefined) continue;
    const namespace = namespaceOf(object);
    const name = nameOf(object);
    for (const place of [{}, { namespace }, { name }, { namespace, name }]) {
      const key = keyOf(kind, place);
      const found = index.get(key);
      if (found) found.push(object);
      else index.set(key, [object]);
    }
  }
  return {
    [Symbol.iterator]: () => objects[Symbol.iterator](),
    ofKind: (kind, place = {}) => index.get(keyOf(kind, place)) ?? [],
  };
}

function keyOf(
  kind: string,
  { namespace, name }: { readonly namespace?: string; readonly name?: string },
): string {
  return JSON.stringify([kind, namespace, name]);
}

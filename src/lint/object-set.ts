import { nameOf, namespaceOf } from './objects';
import { asObject, asString } from './plain';
import type { ObjectSet, PlainObject } from './rule';

/** The objects with an index, so that a rule that looks up a name for each object takes no longer with many of them. */
export function objectSet(objects: readonly PlainObject[], complete: boolean): ObjectSet {
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
  const at = (kind: string, place: Place) => index.get(keyOf(kind, place)) ?? [];
  return {
    complete,
    [Symbol.iterator]: () => objects[Symbol.iterator](),
    ofKind: (kind, { namespace = '', ...name } = {}) => {
      if (namespace === '') return at(kind, name);
      const here = at(kind, { ...name, namespace });
      const anywhere = at(kind, { ...name, namespace: '' });
      return anywhere.length === 0 ? here : [...here, ...anywhere];
    },
  };
}

interface Place {
  readonly namespace?: string;
  readonly name?: string;
}

function keyOf(kind: string, { namespace, name }: Place): string {
  return JSON.stringify([kind, namespace, name]);
}

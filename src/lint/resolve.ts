import type { FieldPath } from '../findings/finding';
import { nearest, quote } from '../findings/words';
import { nameOf, namespaceOf } from './objects';
import type { ObjectSet, PlainObject, Report } from './rule';

/** A reference to an object by its name, and the path of the reference. */
export interface ObjectReference {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly path: FieldPath;
}

/** Reports each name that no known object has, at its first reference. */
export function reportUnknownNames(known: ObjectSet, uses: readonly ObjectReference[], report: Report): void {
  const told = new Set<string>();
  for (const { kind, name, namespace, path } of uses) {
    const key = JSON.stringify([kind, name, namespace]);
    if (told.has(key) || mayBeIn(known, kind, namespace, name).length > 0) continue;
    told.add(key);
    const [elsewhere] = known.ofKind(kind, { name });
    const here = namespace === '' ? '' : ` in namespace ${quote(namespace)}`;
    const only = elsewhere ? `, only in namespace ${quote(namespaceOf(elsewhere))}` : '';
    const others = mayBeIn(known, kind, namespace);
    // A tree may have hundreds of ConfigMaps, and each missing one would look at all of them.
    const meant = others.length > MOST_NAMES ? undefined : nearest(name, others.map(nameOf));
    const help = meant === undefined ? ADD_OBJECT : `did you mean ${quote(meant)}?`;
    report(path, `no ${kind} ${quote(name)}${here}${only}`, { value: name, help });
  }
}

const MOST_NAMES = 10;

/** What to do about a missing object. In an app, the construct says how. */
export const ADD_OBJECT = 'add it, or give it as an external object';

/** The objects of a kind, or only those with a name, that may be in a namespace. One without namespace may be in any. */
function mayBeIn(known: ObjectSet, kind: string, namespace: string, name?: string): readonly PlainObject[] {
  const named = name === undefined ? {} : { name };
  if (namespace === '') return known.ofKind(kind, named);
  return ['', namespace].flatMap((one) => known.ofKind(kind, { ...named, namespace: one }));
}

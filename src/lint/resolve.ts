import type { FieldPath } from '../findings/finding';
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
    const only = elsewhere ? `, only in "${namespaceOf(elsewhere)}"` : '';
    const what = `${kind} is neither here nor declared external in namespace "${namespace}"${only}`;
    report(path, what, name, allowedNames(known, kind, namespace));
  }
}

// A tree may have hundreds of ConfigMaps. Such a long list is of no use in a message.
const MOST_NAMES = 10;

function allowedNames(known: ObjectSet, kind: string, namespace: string): string | string[] {
  const found = mayBeIn(known, kind, namespace);
  if (found.length === 0 || found.length > MOST_NAMES) return 'the name of one that is';
  return [...new Set(found.map(nameOf))];
}

/** The objects of a kind, or only those with a name, that may be in a namespace. One without namespace may be in any. */
function mayBeIn(known: ObjectSet, kind: string, namespace: string, name?: string): readonly PlainObject[] {
  const named = name === undefined ? {} : { name };
  if (namespace === '') return known.ofKind(kind, named);
  return ['', namespace].flatMap((one) => known.ofKind(kind, { ...named, namespace: one }));
}

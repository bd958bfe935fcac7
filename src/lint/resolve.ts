import type { FieldPath } from '../findings/finding';
import { nearest, quote } from '../findings/words';
import { nameOf, namespaceOf } from './objects';
import type { ObjectSet, Report } from './rule';

/** A reference to an object by its name, and the path of the reference. */
export interface ObjectReference {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly path: FieldPath;
}

/**
 * Reports each name that no known object has, at its first reference. If there may be other objects, only those that an
 * object of another namespace has.
 */
export function reportUnknownNames(known: ObjectSet, uses: readonly ObjectReference[], report: Report): void {
  const told = new Set<string>();
  for (const { kind, name, namespace, path } of uses) {
    const key = JSON.stringify([kind, name, namespace]);
    if (told.has(key) || known.ofKind(kind, { namespace, name }).length > 0) continue;
    told.add(key);
    const [elsewhere] = known.ofKind(kind, { name });
    if (elsewhere === undefined && !known.complete) continue;
    const here = namespace === '' ? '' : ` in namespace ${quote(namespace)}`;
    const only = elsewhere ? `, only in namespace ${quote(namespaceOf(elsewhere))}` : '';
    const others = known.ofKind(kind, { namespace });
    // A tree may have hundreds of ConfigMaps, and each missing one would look at all of them.
    const meant = others.length > MOST_NAMES ? undefined : nearest(name, others.map(nameOf));
    const help = meant !== undefined ? `did you mean ${quote(meant)}?` : elsewhere ? MOVE_OBJECT : ADD_OBJECT;
    report(path, `no ${kind} ${quote(name)}${here}${only}`, { value: name, help });
  }
}

const MOST_NAMES = 10;

const MOVE_OBJECT = 'both have to be in one namespace: move one of them, or add an object of that name here';

/** What to do about a missing object. In an app, the construct says how. */
export const ADD_OBJECT = 'add it, or give it as an external object';

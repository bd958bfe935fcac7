import type { FieldPath } from '../findings/finding';
import { nameOf, namespaceOf, objectsOfKind } from './objects';
import type { PlainObject, Report } from './rule';

/** A reference to an object by its name, and the path of the reference. */
export interface ObjectReference {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly path: FieldPath;
}

/** Reports each name that no known object has, at its first reference. */
export function reportUnknownNames(
  known: readonly PlainObject[],
  uses: readonly ObjectReference[],
  report: Report,
): void {
  const told = new Set<string>();
  for (const { kind, name, namespace, path } of uses) {
    const key = JSON.stringify([kind, name, namespace]);
    const namesakes = objectsOfKind(known, kind).filter((one) => nameOf(one) === name);
    if (told.has(key) || namesakes.some((one) => mayBeIn(one, namespace))) continue;
    told.add(key);
    const [elsewhere] = namesakes;
    const only = elsewhere ? `, only in "${namespaceOf(elsewhere)}"` : '';
    const what = `${kind} is neither here nor declared external in namespace "${namespace}"${only}`;
    report(path, what, name, allowedNames(known, kind, namespace));
  }
}

// A tree may have hundreds of ConfigMaps. Such a long list is of no use in a message.
const MOST_NAMES = 10;

function allowedNames(known: readonly PlainObject[], kind: string, namespace: string): string | string[] {
  const names = objectsOfKind(known, kind)
    .filter((one) => mayBeIn(one, namespace))
    .map(nameOf);
  return names.length > 0 && names.length <= MOST_NAMES ? [...new Set(names)] : 'the name of one that is';
}

/** Whether an object may be in the namespace. One without namespace may be in any. */
function mayBeIn(object: PlainObject, namespace: string): boolean {
  return [namespace, ''].includes(namespaceOf(object)) || namespace === '';
}

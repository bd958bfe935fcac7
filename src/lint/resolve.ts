import { nameOf, namespaceOf, ofKind } from './objects';
import type { Path, PlainObject, Report } from './rule';

/** An object that another one names, and where. */
export interface Use {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly path: Path;
}

/** Reports each name that belongs to none of the known objects, at the first place where it is used. */
export function reportUnknown(known: readonly PlainObject[], uses: readonly Use[], report: Report): void {
  const told = new Set<string>();
  for (const { kind, name, namespace, path } of uses) {
    const key = JSON.stringify([kind, name, namespace]);
    const namesakes = ofKind(known, kind).filter((one) => nameOf(one) === name);
    if (told.has(key) || namesakes.some((one) => isIn(one, namespace))) continue;
    told.add(key);
    const [elsewhere] = namesakes;
    const only = elsewhere ? `, only in "${namespaceOf(elsewhere)}"` : '';
    const what = `${kind} is neither here nor declared external in namespace "${namespace}"${only}`;
    report(path, what, name, allowed(known, kind, namespace));
  }
}

// A tree may have hundreds of ConfigMaps; so long a list helps nobody.
const MOST_NAMES = 10;

function allowed(known: readonly PlainObject[], kind: string, namespace: string): string | string[] {
  const names = ofKind(known, kind)
    .filter((one) => isIn(one, namespace))
    .map(nameOf);
  return names.length > 0 && names.length <= MOST_NAMES ? [...new Set(names)] : 'the name of one that is';
}

/** Whether an object may be in the namespace: what leaves its own out gets that of who applies it. */
function isIn(object: PlainObject, namespace: string): boolean {
  return [namespace, ''].includes(namespaceOf(object)) || namespace === '';
}

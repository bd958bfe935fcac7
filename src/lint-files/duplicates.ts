import { dirname } from 'node:path';
import { quote } from '../findings/words';
import { findingIn } from '../lint/finding';
import { nameOf, namespaceOf } from '../lint/objects';
import { asString } from '../lint/plain';
import { duplicateObject } from '../lint/rules/duplicate-object';
import { locate } from '../manifests/locate';
import { type Entry, placeIn } from './entries';
import type { FileFinding } from './file-finding';

/**
 * The objects that are defined twice, as the rule `duplicate-object` finds them, with the place of the other one. Files of
 * several folders may be overlays, which are never applied together; those of a complete set are.
 */
export function duplicates(entries: readonly Entry[], isComplete: boolean): FileFinding[] {
  const first = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const { value, file } = entry;
    const name = nameOf(value);
    if (name === '') return [];
    const place = isComplete ? '' : dirname(file.name);
    const key = JSON.stringify([place, value['kind'], namespaceOf(value), name]);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, entry);
      return [];
    }
    const { id, severity } = duplicateObject;
    const message = `the ${asString(value['kind'])} ${quote(name)} is also defined in ${placeOf(other)}`;
    const path = ['metadata', 'name'];
    return [placeIn(entry, findingIn(value, { rule: id, severity, path, value: name, message, help: HELP }))];
  });
}

const HELP = 'keep one of the two';

function placeOf({ file, document, path }: Entry): string {
  const start = document.root ? locate(document.root, [...path, 'metadata', 'name']).start : document.start;
  return `${file.name}:${file.lines.at(start).line}`;
}

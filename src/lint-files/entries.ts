import { docsOf } from '../findings/checks';
import type { LintFinding } from '../lint/finding';
import { ADD_OBJECT } from '../lint/resolve';
import type { PlainObject } from '../lint/rule';
import { locate } from '../manifests/locate';
import type { ManifestFile } from '../manifests/manifest-file';
import type { ManifestObject } from '../manifests/objects';
import { type FileFinding, placed, type Unplaced } from './file-finding';

/** An object, and the file that has it. */
export interface Entry extends ManifestObject {
  readonly file: ManifestFile;
}

/** The objects of files, each with its file. */
export class Entries {
  readonly all: readonly Entry[];
  readonly #byObject: ReadonlyMap<PlainObject, Entry>;

  constructor(files: readonly ManifestFile[]) {
    this.all = files.flatMap((file) => file.objects.map((object) => ({ ...object, file })));
    this.#byObject = new Map(this.all.map((entry) => [entry.value, entry]));
  }

  /** A finding about an object, at its place in the file of the object. */
  placed(found: LintFinding): FileFinding {
    const entry = this.#byObject.get(found.given);
    if (entry === undefined) throw new Error('A finding is about an object of no file');
    const help = found.help === ADD_OBJECT ? 'add it, or give the file that has it' : found.help;
    return placeIn(entry, { ...found, ...(help !== undefined && { help }) });
  }
}

/** A finding about an object, at its place. */
export function placeIn({ file, document, path }: Entry, found: Unplaced): FileFinding {
  if (document.root === undefined) throw new Error('An object is in a document that was read');
  const at = locate(document.root, [...path, ...(found.path ?? [])], found.field);
  return placed(file, at, {
    ...found,
    docs: found.docs ?? docsOf(found.rule),
    isShared: at.isShared,
    ...(at.node && { node: at.node }),
  });
}

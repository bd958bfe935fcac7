import { docsOf } from '../findings/checks';
import { describe, quote } from '../findings/words';
import type { LintFinding } from '../lint/finding';
import { ADD_OBJECT } from '../lint/resolve';
import type { PlainObject } from '../lint/rule';
import { locate } from '../manifests/locate';
import type { ManifestFile } from '../manifests/manifest-file';
import type { YamlNode } from '../manifests/node';
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
    ...asWritten(file, found, at.node),
    docs: found.docs ?? docsOf(found.rule),
    missing: at.missing,
    isShared: at.isShared,
    ...(at.node && { node: at.node }),
  });
}

/** What kubectl does not read as a text is one in quotes: `on` is true, and 0777 is 511. */
function asWritten({ text }: ManifestFile, { fix }: Unplaced, node: YamlNode | undefined) {
  if (typeof fix !== 'string' || node?.style !== 'plain' || typeof node.value === 'string') return {};
  const source = text.slice(node.start, node.end);
  const help = `write ${quote(source)}`;
  if (source === String(node.value)) return { help };
  return {
    message: `kubectl reads ${source} as ${describe(node.value)}, not as a string`,
    help,
    fix: source,
  };
}

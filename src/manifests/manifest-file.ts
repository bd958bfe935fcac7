import { relative } from 'node:path';
import { isInChart } from './chart';
import type { YamlDocument } from './document';
import { decode, encodingFault } from './encoding';
import { hasPatchKey, type Kustomizations } from './kustomize';
import { Lines } from './lines';
import { readManifestText } from './manifest-text';
import type { TextProblem } from './node';
import { type ManifestObject, objectsOf } from './objects';
import { templateOf } from './templates';

/** A file that was read. */
export interface ManifestFile {
  /** How it is called in messages. */
  readonly name: string;
  /** Its text, without a mark of the encoding. */
  readonly text: string;
  /** Whether there is such a mark, and which encoding it is if it is not UTF-8. */
  readonly encoding: 'UTF-8' | 'UTF-8 with a mark' | 'other';
  readonly lines: Lines;
  readonly documents: readonly YamlDocument[];
  readonly objects: readonly ManifestObject[];
  /** What is wrong with the file itself. That of a document is in the document. */
  readonly problems: readonly TextProblem[];
  /** What of it was not looked at, and why. */
  readonly skipped: readonly string[];
}

/** A file, or why it was skipped. */
export type FileResult = ManifestFile | { readonly name: string; readonly skipped: readonly [string] };

/**
 * Reads a file as kubectl does. A document that cannot be read does not keep from reading the others.
 *
 * @param path its path, if it is on the disk
 */
export function readManifest(
  name: string,
  bytes: Uint8Array,
  path: string | undefined,
  kustomizations: Kustomizations,
): FileResult {
  const decoded = decode(bytes);
  if (decoded === undefined) return { name, skipped: ['it is no text'] };
  const { text, unreadable, hasMark } = decoded;
  const listing = path === undefined ? undefined : kustomizations.listing(path);
  if (listing !== undefined) {
    return { name, skipped: [`a patch of kustomize: ${relative(process.cwd(), listing)} lists it`] };
  }
  const { documents, problems } = readManifestText(text);
  const isOfChart = path !== undefined && text.includes('{{') && isInChart(path);
  const template = isOfChart ? 'Helm' : templateOf(text, documents);
  if (template !== undefined) return { name, skipped: [SKIPPED[template]] };
  const mayHavePatch = text.includes('$patch');
  const isPatch = ({ root }: YamlDocument) => mayHavePatch && root !== undefined && hasPatchKey(root);
  const patches = documents.filter(isPatch);
  return {
    name,
    text,
    encoding: unreadable ? 'other' : hasMark ? 'UTF-8 with a mark' : 'UTF-8',
    lines: new Lines(text),
    documents,
    objects: documents.filter((document) => !patches.includes(document)).flatMap(objectsOf),
    problems: [...(unreadable ? [wrongEncoding(unreadable)] : []), ...problems],
    skipped: patches.map((): string => 'a patch of kustomize: a document has "$patch"'),
  };
}

const SKIPPED = {
  Helm: 'a Helm template; lint what helm renders: helm template <chart> | cdk8s-argo-events lint -',
  other: 'a template, and no YAML yet',
} as const;

function wrongEncoding(encoding: Parameters<typeof encodingFault>[0]): TextProblem {
  const { message, help } = encodingFault(encoding);
  return { start: 0, end: 1, message: `the file is ${message}`, help };
}

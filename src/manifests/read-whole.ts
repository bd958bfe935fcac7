import type { YamlDocument } from './document';
import { decode, encodingFault } from './encoding';
import { Lines } from './lines';
import { readManifestText } from './manifest-text';
import { type ManifestObject, objectsOf } from './objects';
import { templateOf } from './templates';

/** A file that cannot be used because of a part of it. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** An object of a file, and where it is, such as `sensor.yaml:12`. */
export interface PlacedObject {
  readonly value: ManifestObject['value'];
  readonly place: string;
}

/**
 * The objects of a file that is used as a whole, read as kubectl does.
 *
 * @param name how the file is called in messages
 * @param work what is done with the file, such as `import`
 * @throws UnreadableError if kubectl cannot read a part of it, or a document is no object
 */
export function readWhole(name: string, bytes: Uint8Array, work: string): PlacedObject[] {
  const decoded = decode(bytes);
  if (decoded === undefined) throw new UnreadableError(`${name} is no text`);
  if (decoded.unreadable !== undefined) {
    const { message, help } = encodingFault(decoded.unreadable);
    throw new UnreadableError(`${name} is ${message}: ${help}`);
  }
  const { text } = decoded;
  const { documents, problems } = readManifestText(text);
  const template = templateOf(text, documents);
  if (template === 'Helm') {
    throw new UnreadableError(`${name} is a Helm template: ${work} what "helm template" prints`);
  }
  const lines = new Lines(text);
  const refused = documents.filter(({ root }) => root === undefined).flatMap((one) => one.problems.slice(-1));
  const [problem] = [...problems, ...refused];
  if (problem !== undefined) {
    const { line, column } = lines.at(problem.start);
    const help = problem.help === undefined ? '' : `: ${problem.help}`;
    throw new UnreadableError(`${name}:${line}:${column}: ${problem.message}${help}`);
  }
  const placeOf = ({ start }: YamlDocument) => `${name}:${lines.at(start).line}`;
  return documents.flatMap((document) => {
    const objects = objectsOf(document);
    const value = document.root?.value;
    if (objects.length === 0 && value !== null && value !== undefined && !isEmptyList(value)) {
      throw new UnreadableError(`${placeOf(document)}: no Kubernetes object: it has no kind`);
    }
    return objects.map((object) => ({ value: object.value, place: placeOf(document) }));
  });
}

function isEmptyList(value: unknown): boolean {
  const { kind, items } = Object(value) as Readonly<Record<string, unknown>>;
  return String(kind).endsWith('List') && Array.isArray(items) && items.length === 0;
}

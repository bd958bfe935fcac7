import { readDocument, type YamlDocument } from './document';
import type { TextProblem } from './node';
import { isJson, splitJson, splitYaml } from './split';

/** The documents of a text, and what keeps kubectl from reading all of it. */
export interface ManifestText {
  readonly documents: readonly YamlDocument[];
  /** What is wrong outside of the documents. */
  readonly problems: readonly TextProblem[];
}

/** Reads a text of YAML or JSON as kubectl does. A document that cannot be read does not keep from reading the others. */
export function readManifestText(text: string): ManifestText {
  const json = isJson(text);
  const { chunks, problems } = json ? { chunks: splitJson(text), problems: [] } : splitYaml(text);
  return { documents: chunks.map((chunk) => readDocument(text, chunk, json)), problems };
}

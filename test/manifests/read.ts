import { Kustomizations } from '../../src/manifests/kustomize';
import { type ManifestFile, readManifest } from '../../src/manifests/manifest-file';

/** Reads a text as a file that is not on the disk. */
export function read(text: string | Uint8Array): ManifestFile {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const result = readManifest('file.yaml', bytes, undefined, new Kustomizations([]));
  if ('text' in result) return result;
  throw new Error(`It was skipped: ${result.skipped[0]}`);
}

import { relative, resolve, sep } from 'node:path';
import type { FoundFile } from '../manifests/find-files';
import { Kustomizations } from '../manifests/kustomize';
import { readManifest } from '../manifests/manifest-file';
import { isSystemError, LARGEST, readBytes } from '../manifests/read-bytes';
import type { GivenFile } from './lint';

/** The files that were read, and those that could not be, with the reason. */
export interface ReadFiles {
  readonly given: readonly GivenFile[];
  readonly unread: readonly string[];
}

/** Reads files, each as kubectl does. One that cannot be read does not keep from reading the others. */
export async function readFiles(
  found: readonly FoundFile[],
  stdin: AsyncIterable<Uint8Array>,
): Promise<ReadFiles> {
  const kustomizations = new Kustomizations(found.map(({ path }) => path));
  const given: GivenFile[] = [];
  const unread: string[] = [];
  for (const { path, isNamed } of found) {
    const isStdin = path === '-';
    const name = isStdin ? '<stdin>' : nameOf(path);
    try {
      const bytes = await readBytes(isStdin ? stdin : path);
      const result = bytes
        ? readManifest(name, bytes, isStdin ? undefined : resolve(path), kustomizations)
        : { name, skipped: [TOO_LARGE] as const };
      given.push({ result, isNamed, path });
    } catch (error) {
      if (!isSystemError(error)) throw error;
      unread.push(`${name}: ${error.message}`);
    }
  }
  return { given, unread };
}

const TOO_LARGE = `larger than ${LARGEST / 1024 / 1024} MB`;

/** From the working directory, with slashes; the path itself if it is elsewhere. */
function nameOf(path: string): string {
  const name = relative(process.cwd(), path);
  return (name === '' || name.startsWith('..') ? path : name).replaceAll(sep, '/');
}

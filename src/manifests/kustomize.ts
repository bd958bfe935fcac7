import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { YamlNode } from './node';

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * Says which files are patches, because a kustomization lists them: one of those that are given, or one in the folder of the
 * file or above.
 */
export class Kustomizations {
  /** The kustomization that lists a patch. */
  readonly #listing = new Map<string, string>();
  readonly #folders = new Set<string>();

  /** @param files the files that are read; the kustomizations among them may list patches anywhere */
  constructor(files: readonly string[]) {
    for (const file of files) if (NAMES.includes(basename(file))) this.#readFolder(dirname(resolve(file)));
  }

  /** The path of the kustomization that lists the file as a patch. */
  listing(file: string): string | undefined {
    const path = resolve(file);
    for (let folder = dirname(path); ; folder = dirname(folder)) {
      this.#readFolder(folder);
      // What is above a repository has nothing to do with it.
      if (folder === dirname(folder) || existsSync(join(folder, '.git'))) return this.#listing.get(path);
    }
  }

  #readFolder(folder: string): void {
    if (this.#folders.has(folder)) return;
    this.#folders.add(folder);
    const file = NAMES.map((name) => join(folder, name)).find((one) => existsSync(one));
    for (const patch of file === undefined ? [] : patchesIn(file)) this.#listing.set(patch, file as string);
  }
}

function patchesIn(file: string): string[] {
  const yaml = require('js-yaml') as typeof import('js-yaml');
  try {
    const [content] = yaml.loadAll(readFileSync(file, 'utf8'), { json: true });
    const { patches, patchesStrategicMerge, patchesJson6902 } = (content ?? {}) as Record<string, unknown>;
    return [patches, patchesStrategicMerge, patchesJson6902]
      .flatMap((list) => (Array.isArray(list) ? (list as readonly unknown[]) : []))
      .flatMap((patch) => {
        const path = typeof patch === 'object' ? (patch as { readonly path?: unknown } | null)?.path : patch;
        // A text of several lines is a patch itself.
        return typeof path === 'string' && !path.includes('\n') ? [resolve(dirname(file), path)] : [];
      });
  } catch {
    // A kustomization that cannot be read lists nothing.
    return [];
  }
}

/** Whether a document is a patch of kustomize by what it says: it has a key `$patch` somewhere. */
export function hasPatchKey({ members, items }: YamlNode): boolean {
  if (members?.has('$patch')) return true;
  return [...(members?.values() ?? [])]
    .map(({ node }) => node)
    .concat(items ?? [])
    .some(hasPatchKey);
}

import * as fs from 'node:fs';
import * as path from 'node:path';
import { hasHeader } from './header';

/** Thrown if nothing can be written. Its message has a line for each reason. */
export class OutputError extends Error {
  override readonly name = 'OutputError';

  constructor(reasons: readonly string[]) {
    super(reasons.join('\n'));
  }
}

/** A file that synth may overwrite: its text, or undefined if it does not exist yet. */
export interface ExistingFile {
  readonly text: string | undefined;
}

/**
 * Checks whether synth may write a file, by its path and every folder above it.
 *
 * @param folders the folders that are known to be there. Those that it finds are added
 */
export function inspectFile(
  out: string,
  file: string,
  folders: Set<string>,
): ExistingFile | { readonly refusal: string } {
  const names = file.split('/');
  // renderTree returns no such paths. They would be written outside of the folder.
  if (names.some((name) => ['', '.', '..'].includes(name)))
    return { refusal: `Path leaves the tree: ${file}` };
  for (let depth = 1; depth <= names.length; depth++) {
    const place = path.join(out, ...names.slice(0, depth));
    if (folders.has(place)) continue;
    const found = fs.lstatSync(place, { throwIfNoEntry: false });
    if (found === undefined) return { text: undefined };
    if (found.isSymbolicLink())
      return { refusal: `Symbolic link in the tree, which is not followed: ${place}` };
    if (depth < names.length && !found.isDirectory())
      return { refusal: `File where a folder has to be: ${place}` };
    if (depth === names.length && !found.isFile()) return { refusal: `No plain file, so it stays: ${place}` };
    if (depth < names.length) folders.add(place);
  }
  const place = path.join(out, file);
  const text = fs.readFileSync(place, 'utf8');
  return hasHeader(text) ? { text } : { refusal: `File was not written by synth, so it stays: ${place}` };
}

/**
 * The files in a directory that synth wrote before and no longer renders: the relative path with slashes, and the text,
 * of each.
 */
export function* findLeftovers(
  out: string,
  rendered: { has(file: string): boolean },
  folder = '',
): Generator<[path: string, text: string]> {
  const directory = path.join(out, folder);
  if (folder === '' && !fs.existsSync(directory)) return;
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    // A symbolic link is neither a directory nor a file here. Nothing is rendered into hidden folders and node_modules.
    if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') {
      yield* findLeftovers(out, rendered, name);
    } else if (entry.isFile() && entry.name.endsWith('.yaml') && !rendered.has(name)) {
      const text = fs.readFileSync(path.join(out, name), 'utf8');
      if (hasHeader(text)) yield [name, text];
    }
  }
}

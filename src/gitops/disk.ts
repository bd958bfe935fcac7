import * as fs from 'node:fs';
import * as path from 'node:path';
import { hasHeader } from './header';

/** Why nothing can be written; its message is one line for each reason. */
export class OutputError extends Error {
  override readonly name = 'OutputError';

  constructor(reasons: readonly string[]) {
    super(reasons.join('\n'));
  }
}

/** The text of a file that synth may write over; undefined when there is no file yet. */
export interface ExistingFile {
  readonly text: string | undefined;
}

/** Looks at the place of a file, and at each folder on the way: it is free, ours, or refused. */
export function inspectFile(out: string, file: string): ExistingFile | { readonly refusal: string } {
  const names = file.split('/');
  // The tree renders only such paths; anything else would be written outside.
  if (names.some((name) => ['', '.', '..'].includes(name)))
    return { refusal: `Path leaves the tree: ${file}` };
  for (let depth = 1; depth <= names.length; depth++) {
    const place = path.join(out, ...names.slice(0, depth));
    const found = fs.lstatSync(place, { throwIfNoEntry: false });
    if (found === undefined) return { text: undefined };
    if (found.isSymbolicLink())
      return { refusal: `Symbolic link in the tree, which is not followed: ${place}` };
    if (depth < names.length && !found.isDirectory())
      return { refusal: `File where a folder has to be: ${place}` };
    if (depth === names.length && !found.isFile()) return { refusal: `No plain file, so it stays: ${place}` };
  }
  const place = path.join(out, file);
  const text = fs.readFileSync(place, 'utf8');
  return hasHeader(text) ? { text } : { refusal: `File was not written by synth, so it stays: ${place}` };
}

/** Every file below a directory that synth wrote: its relative path with slashes, and its text. */
export function* findOwnFiles(out: string, folder = ''): Generator<[path: string, text: string]> {
  const directory = path.join(out, folder);
  if (folder === '' && !fs.existsSync(directory)) return;
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    // Symbolic links are neither directory nor file here. Hidden folders and packages are never rendered.
    if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') {
      yield* findOwnFiles(out, name);
    } else if (entry.isFile() && entry.name.endsWith('.yaml')) {
      const text = fs.readFileSync(path.join(out, name), 'utf8');
      if (hasHeader(text)) yield [name, text];
    }
  }
}

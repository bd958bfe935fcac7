import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/** Thrown if a path or a pattern leads to nothing. */
export class NoSuchFileError extends Error {
  override readonly name = 'NoSuchFileError';
}

/** A file to read. */
export interface FoundFile {
  /** Its path, or `-` for the standard input. */
  readonly path: string;
  /** Whether it was named itself, and not found in a folder. */
  readonly isNamed: boolean;
}

const ANYWHERE = '**/*.{yaml,yml,json}';
const IGNORED = ['**/node_modules/**', '**/.git/**'];

/**
 * The files of paths, folders and glob patterns, in the order of the arguments, each once. Of a folder, those are taken at any
 * depth whose name ends in .yaml, .yml or .json.
 *
 * @throws NoSuchFileError if one of them leads to nothing
 */
export function findFiles(paths: readonly string[]): FoundFile[] {
  const found = new Map<string, FoundFile>();
  const add = (path: string, isNamed: boolean) => {
    const key = path === '-' ? path : resolve(path);
    if (!found.has(key)) found.set(key, { path, isNamed });
  };
  for (const path of paths) {
    const stat = path === '-' ? undefined : statSync(path, { throwIfNoEntry: false });
    if (path === '-') add(path, true);
    else if (stat === undefined) {
      const files = isPattern(path) ? filesOf(path, '.') : [];
      if (files.length === 0) throw new NoSuchFileError(noSuch(path));
      for (const file of files) add(file, true);
    } else if (stat.isDirectory()) for (const file of filesOf(ANYWHERE, path)) add(file, false);
    else add(path, true);
  }
  return [...found.values()];
}

function noSuch(path: string): string {
  return isPattern(path) ? `No file matches ${path}` : `No such file or folder: ${path || '""'}`;
}

function isPattern(path: string): boolean {
  return /[*?[{]/.test(path);
}

function filesOf(pattern: string, folder: string): string[] {
  // Loaded here, because most often files are named.
  const { globSync } = require('tinyglobby') as typeof import('tinyglobby');
  const files = globSync(pattern, {
    cwd: folder,
    dot: true,
    ignore: IGNORED,
    followSymbolicLinks: false,
    caseSensitiveMatch: false,
    expandDirectories: false,
  });
  const prefix = folder === '.' ? '' : `${folder.replace(/\/+$/, '')}/`;
  // The order must not depend on the disk.
  return files.map((file) => (file.startsWith('/') ? file : `${prefix}${file}`)).sort();
}

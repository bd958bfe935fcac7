import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/** Thrown if there is no such revision. */
export class NoSuchRevisionError extends Error {
  override readonly name = 'NoSuchRevisionError';
}

/** What git prints. */
export function git(repository: string, ...args: readonly string[]): Buffer {
  return execFileSync('git', args, {
    cwd: repository,
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/**
 * The full name of a revision.
 *
 * @throws NoSuchRevisionError if there is none
 */
export function revisionOf(repository: string, name: string): string {
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
    return git(repository, ...args)
      .toString('utf8')
      .trim();
  } catch {
    throw new NoSuchRevisionError(`git knows no revision ${JSON.stringify(name)}`);
  }
}

/**
 * Writes the files of a folder of a revision to another folder, and returns how many. A link is left out: nobody knows where one of a
 * stranger's branch leads.
 */
export function writeFolder(repository: string, revision: string, folder: string, to: string): number {
  mkdirSync(to, { recursive: true });
  const entries = git(repository, 'ls-tree', '-r', '-z', revision, '--', folder).toString('utf8').split('\0');
  let written = 0;
  for (const entry of entries.filter(Boolean)) {
    const [attributes = '', path = ''] = entry.split('\t');
    const [mode = '', , object = ''] = attributes.split(' ');
    const file = resolve(to, path);
    if (!mode.startsWith('100') || !file.startsWith(`${resolve(to)}${sep}`)) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(join(file), git(repository, 'cat-file', 'blob', object));
    written++;
  }
  return written;
}

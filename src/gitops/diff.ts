import { join } from 'node:path';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { FileChange } from './writer';

/**
 * A change as a unified diff from the file on disk to the rendered file, as `git diff` shows it. `/dev/null` stands for
 * a file that does not exist.
 *
 * @param folder the folder in front of the paths
 */
export function unifiedDiff(folder: string, { action, path, before, after }: FileChange): string {
  const name = join(folder, path);
  const from = action === 'created' ? '/dev/null' : name;
  const to = action === 'removed' ? '/dev/null' : name;
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
  return createTwoFilesPatch(from, to, before, after, undefined, undefined, options);
}

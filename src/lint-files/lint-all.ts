import type { FoundFile } from '../manifests/find-files';
import { isSystemError } from '../manifests/read-bytes';
import { replaceFile } from '../manifests/write-file';
import { fixed } from './fix';
import { type LintResult, lintFiles } from './lint';
import { readFiles } from './read-files';

/** What lint has found in files, and why some could not be read or written. */
export interface LintRun {
  readonly result: LintResult;
  /** Each begins with what failed: `not read` or `not written`. */
  readonly failures: readonly string[];
}

/**
 * Reads and checks files.
 *
 * @param isComplete whether the files are all that is applied
 * @param isFixing whether to change the files where there is only one right answer. The result is then about what they have
 * become
 */
export async function lintAll(
  found: readonly FoundFile[],
  stdin: AsyncIterable<Uint8Array>,
  isComplete: boolean,
  isFixing: boolean,
): Promise<LintRun> {
  const { given, unread } = await readFiles(found, stdin);
  const result = lintFiles(given, isComplete);
  const failures = unread.map((line) => `not read: ${line}`);
  if (!isFixing) return { result, failures };
  const changes: { file: string; changes: number }[] = [];
  for (const { result: file, path } of given) {
    const change = 'text' in file ? fixed(file, result.findings) : undefined;
    if (change === undefined) continue;
    try {
      replaceFile(path, `${change.file.encoding === 'UTF-8 with a mark' ? '\ufeff' : ''}${change.text}`);
      changes.push({ file: file.name, changes: change.changes });
    } catch (error) {
      if (!isSystemError(error)) throw error;
      failures.push(`not written: ${file.name}: ${error.message}`);
    }
  }
  if (changes.length === 0) return { result, failures };
  const again = await readFiles(found, stdin);
  return { result: { ...lintFiles(again.given, isComplete), fixed: changes }, failures };
}

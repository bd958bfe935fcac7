import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toGithub } from './github';
import type { LintResult } from './lint';
import { toReport } from './report';
import { toSarif } from './sarif';
import { toText } from './text';

/** The forms in which a result is printed. The exit code is the same in all of them. */
export type Format = 'text' | 'json' | 'sarif' | 'github';

/** A result in one of the forms. */
export function render(
  format: Format,
  result: LintResult,
  exitCode: number,
  error: string | undefined,
): string {
  switch (format) {
    case 'json':
      return toReport(result, exitCode, error);
    case 'sarif':
      return toSarif(result, tool(), exitCode, error);
    case 'github':
      return toGithub(result);
    case 'text':
      return toText(result);
  }
}

/** What package.json says of this program. It is two folders above src/ in the package. */
function tool(): { readonly version: string; readonly homepage: string } {
  const folder = __dirname.includes(join('lib', 'src')) ? '../../../package.json' : '../../package.json';
  return JSON.parse(readFileSync(join(__dirname, folder), 'utf8')) as { version: string; homepage: string };
}

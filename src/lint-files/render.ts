import { toGithub } from './github';
import type { LintResult } from './lint';
import { packageJson } from './package-folder';
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
      return toSarif(result, packageJson(), exitCode, error);
    case 'github':
      return toGithub(result);
    case 'text':
      return toText(result);
  }
}

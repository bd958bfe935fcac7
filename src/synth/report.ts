import type { Finding } from '../findings/finding';
import { describe } from '../findings/words';
import type { FileChange } from '../gitops/writer';
import type { SynthResult } from './synth';

/** What `synth --json` prints. A new field is no new version; any other change is one. */
export interface SynthReport {
  /** The version of the form of this document. */
  readonly version: 1;
  /** The exit code. */
  readonly exitCode: number;
  /** The output folder. */
  readonly out: string;
  /** Everything that is wrong: errors, and then warnings. */
  readonly findings: readonly Finding[];
  /** The ids of the rules that found nothing, because the engine is not built. */
  readonly notRun: readonly string[];
  /** What is done to each file, or with `--check` what would be done. Empty if there is an error. */
  readonly changes: readonly Pick<FileChange, 'action' | 'path'>[];
  /** Why the program could not run, for the exit codes 2 and 3. */
  readonly error?: string;
}

/**
 * The result of synth as JSON. A value that JSON cannot hold is described in words.
 *
 * @param error what was thrown, as a text
 */
export function toJsonText(result: SynthResult, out: string, exitCode: number, error?: string): string {
  const report: SynthReport = {
    version: 1,
    exitCode,
    out,
    findings: result.findings.map(withJsonValue),
    notRun: result.notRun,
    changes: (result.changes ?? []).map(({ action, path }) => ({ action, path })),
    ...(error !== undefined && { error }),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function withJsonValue({ value, ...found }: Finding): Finding {
  return value === undefined ? found : { ...found, value: jsonValue(value) };
}

function jsonValue(value: unknown): unknown {
  try {
    const text = JSON.stringify(value) as string | undefined;
    return text === undefined ? describe(value) : JSON.parse(text);
  } catch {
    return describe(value);
  }
}

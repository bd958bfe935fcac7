import type { FieldPath, ObjectName, Severity } from '../findings/finding';
import { describe } from '../findings/words';
import type { FileFinding } from './file-finding';
import { isFixable } from './fix';
import type { FixedValues, LintResult, Skipped } from './lint';

/** What `lint --format json` prints. */
export interface LintReport {
  /** The version of the form of this document. */
  readonly version: 1;
  /** The exit code. */
  readonly exitCode: number;
  /** How many files were read. */
  readonly files: number;
  /** How many Sensors, EventSources and EventBuses they have. */
  readonly objects: number;
  /** What was found, in the order of the files and lines. */
  readonly findings: readonly ReportedFinding[];
  /** What was not looked at, and why. */
  readonly skipped: readonly Skipped[];
  /** The rules that did not run, because the engine is not built. The package has it. */
  readonly notRun: readonly string[];
  /** What `--fix` has changed: how many values in which file. */
  readonly fixed?: readonly FixedValues[];
  /** Why the program could not run, for the exit codes 2 and 3. */
  readonly error?: string;
}

/** A finding of `lint --format json`. */
export interface ReportedFinding {
  /** The id of the rule. */
  readonly rule: string;
  /** `error` or `warning`. */
  readonly severity: Severity;
  /** The file. The standard input is `<stdin>`. */
  readonly file: string;
  /** The line, from 1. */
  readonly line: number;
  /** The column, from 1, in code units of UTF-16. */
  readonly column: number;
  /** The line of the end: the same. */
  readonly endLine: number;
  /** The column after the last character. */
  readonly endColumn: number;
  /** The object. A finding about the YAML itself has none. */
  readonly object?: ObjectName;
  /** The trigger, dependency or event that it is about. */
  readonly subject?: string;
  /** The path of the field in the object: keys and indexes. */
  readonly path?: FieldPath;
  /** The wrong value. It is left out if it may be secret. */
  readonly value?: unknown;
  /** What is wrong. */
  readonly message: string;
  /** What to write instead. */
  readonly help?: string;
  /** What `--fix` would write in place of the value. */
  readonly fix?: string | number;
  /** The link to the page of the rule. */
  readonly docs?: string;
}

/**
 * The result as JSON.
 *
 * @param error why the program could not run
 */
export function toReport(result: LintResult, exitCode: number, error?: string): string {
  const { files, objects, skipped, notRun, fixed } = result;
  const report: LintReport = {
    version: 1,
    exitCode,
    files,
    objects,
    findings: result.findings.map(reported),
    skipped,
    notRun,
    ...(fixed !== undefined && { fixed }),
    ...(error !== undefined && { error }),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function reported(found: FileFinding): ReportedFinding {
  const { rule, severity, file, start, end, object, subject, path, value, message, help, docs } = found;
  return {
    rule,
    severity,
    file: file.name,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    ...(object !== undefined && { object }),
    ...(subject !== undefined && { subject }),
    ...(path !== undefined && { path }),
    // A list or an object may be large, and an alias may lead back to it.
    ...(value !== undefined && { value: typeof value === 'object' ? describe(value) : value }),
    message,
    ...(help !== undefined && { help }),
    ...(isFixable(found) && { fix: found.fix as string | number }),
    ...(docs !== undefined && { docs }),
  };
}

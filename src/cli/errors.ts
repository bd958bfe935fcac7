import { inspect } from 'node:util';
import { AppFileError, MissingPeerError } from '../app-file';
import { ClusterError } from '../cluster/cluster';
import { OutputError } from '../gitops/disk';
import { NoSuchRuleError } from '../lint-files/no-such-rule';
import { NoSuchFileError } from '../manifests/find-files';
import { SeveralLoopsError } from '../status/several-loops';
import { safe } from '../status/text';
import type { CliContext } from './context';
import { EXIT_CODE } from './exit-code';

/** Writes what went wrong, and returns the exit code. */
export function reportError(error: unknown, stderr: CliContext['stderr']): number {
  // Its lines stay. They may have text that others have written, such as what a policy says.
  stderr.write(`${describeError(error).split('\n').map(safe).join('\n')}\n`);
  return exitCodeOfError(error);
}

/** Writes what could not be read, and why. */
export function reportUnread(lines: readonly string[], stderr: CliContext['stderr']): void {
  reportEach(
    lines.map((line) => `not read: ${line}`),
    stderr,
  );
}

/** Writes each line. It may have the name of a file, or text of one. */
export function reportEach(lines: readonly string[], stderr: CliContext['stderr']): void {
  for (const line of lines) stderr.write(`${safe(line)}\n`);
}

/** What the user wrote leads to nothing. */
const USAGE_ERRORS = [AppFileError, NoSuchFileError, NoSuchRuleError, SeveralLoopsError];

/** The exit code of what was thrown. */
export function exitCodeOfError(error: unknown): number {
  const isUsage = USAGE_ERRORS.some((kind) => error instanceof kind);
  return isUsage ? EXIT_CODE.usage : EXIT_CODE.failure;
}

/** What was thrown, for a person. */
export function describeError(error: unknown): string {
  // Our own errors and those of the system have a clear message. Any other error needs its stack trace.
  const isOwn = [
    OutputError,
    AppFileError,
    NoSuchFileError,
    NoSuchRuleError,
    ClusterError,
    MissingPeerError,
  ].some((kind) => error instanceof kind);
  const isRefusal = isOwn || (typeof error === 'object' && 'syscall' in (error ?? {}));
  return isRefusal ? (error as Error).message : inspect(error);
}

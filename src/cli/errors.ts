import { inspect } from 'node:util';
import { AppFileError } from '../app-file';
import { ClusterError } from '../cluster/cluster';
import { OutputError } from '../gitops/disk';
import { SeveralLoopsError } from '../status/several-loops';
import { ValidationError } from '../validation';
import type { CliContext } from './context';
import { EXIT_CODE } from './exit-code';

/** Writes what went wrong, and returns the exit code. */
export function reportError(error: unknown, stderr: CliContext['stderr']): number {
  if (error instanceof ValidationError) {
    stderr.write(`${error.message}\n`);
    return EXIT_CODE.findings;
  }
  stderr.write(`${describeError(error)}\n`);
  const isUsage = error instanceof AppFileError || error instanceof SeveralLoopsError;
  return isUsage ? EXIT_CODE.usage : EXIT_CODE.failure;
}

function describeError(error: unknown): string {
  // Our own errors and those of the system have a clear message. Any other error needs its stack trace.
  const isOwn = [OutputError, AppFileError, ClusterError].some((kind) => error instanceof kind);
  const isRefusal = isOwn || (typeof error === 'object' && 'syscall' in (error ?? {}));
  return isRefusal ? (error as Error).message : inspect(error);
}

import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';

/** A program to measure. */
export interface Program {
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A folder to remove before each run. */
  readonly fresh?: string;
  /**
   * The exit codes that are no failure.
   *
   * @default 0 alone
   */
  readonly fine?: readonly number[];
}

/** One run of a program: how long it took, and its peak memory; undefined without GNU time. */
export interface Run {
  readonly milliseconds: number;
  readonly megabytes: number | undefined;
}

const TIME = '/usr/bin/time';
const MARK = 'peak-kilobytes=';

// Certificates of the machine are read at each start of Node, which takes longer than anything that is measured here.
const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...ENVIRONMENT } = process.env;

/**
 * Runs a program to its end.
 *
 * @returns its standard output, and what it took
 * @throws Error if it fails
 */
export function run({
  name,
  command,
  cwd,
  env,
  fresh,
  fine = [0],
}: Program): Run & { readonly output: string } {
  if (fresh !== undefined) rmSync(fresh, { recursive: true, force: true });
  // A process that Node starts counts the memory of Node as its own peak. GNU time starts it from a small one.
  const timed = existsSync(TIME) ? [TIME, '--quiet', '-f', `${MARK}%M`, ...command] : [...command];
  const [file = '', ...args] = timed;
  const start = process.hrtime.bigint();
  const result = spawnSync(file, args, {
    cwd,
    env: { ...ENVIRONMENT, ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (!fine.includes(result.status ?? Number.NaN)) throw new Error(`${name} failed: ${reasonOf(result)}`);
  const kilobytes = new RegExp(`${MARK}(\\d+)`).exec(result.stderr)?.[1];
  return {
    milliseconds,
    megabytes: kilobytes === undefined ? undefined : (Number(kilobytes) * 1024) / 1e6,
    output: result.stdout,
  };
}

function reasonOf({ error, stderr, status }: SpawnSyncReturns<string>): string {
  return error?.message ?? (stderr.trim() || `exit code ${status}`);
}

/**
 * Runs all programs in turn, round by round, so that a slower minute of the machine meets all of them. The first round is
 * not counted.
 *
 * @returns the runs of each program, in the order of the rounds
 */
export function interleave(programs: readonly Program[], rounds: number): Run[][] {
  const runs = programs.map((): Run[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, program] of programs.entries()) {
      const { milliseconds, megabytes } = run(program);
      if (round > 0) runs[index]?.push({ milliseconds, megabytes });
    }
  }
  return runs;
}

/** The median of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

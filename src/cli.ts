#!/usr/bin/env node
import * as fs from 'node:fs';
import * as path from 'node:path';
import { inspect } from 'node:util';
import type { App } from 'cdk8s';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { OutputError } from './gitops/disk';
import type { FileChange } from './gitops/writer';
import { ValidationError } from './validation';

/** What the command line works on. */
export interface CliContext {
  /** Makes the app that is rendered. */
  readonly buildApp: () => App | Promise<App>;
  /** Gets what was done, and differences. */
  readonly stdout: { write(text: string): unknown };
  /** Gets warnings, findings and what went wrong. */
  readonly stderr: { write(text: string): unknown };
}

/** What the program leaves with. */
const EXIT_CODE = { fine: 0, findings: 1, usage: 2, failure: 3 } as const;

/**
 * Runs the command line.
 *
 * @param argv the arguments, without the program's own name
 * @returns the exit code: 0 fine, 1 findings or differences, 2 bad usage, 3 could not run
 */
export async function run(argv: readonly string[], context: CliContext): Promise<number> {
  const { stdout, stderr } = context;
  let code: number = EXIT_CODE.fine;
  const program = new Command('cdk8s-argo-events')
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) });
  program
    .command('synth')
    .description('render the app into a folder, or check that the folder is what it renders to')
    // The variable is how the command line of cdk8s says where the tree belongs.
    .addOption(
      new Option('--out <dir>', 'the folder').env('CDK8S_OUTDIR').default('dist').argParser(parseOutDir),
    )
    .option('--check', 'write nothing; print what differs, and fail if anything does', false)
    .action(async (options: SynthOptions, command: Command) => {
      try {
        code = await synth(options, context);
      } catch (error) {
        code = reportError(error, stderr);
        if (command.getOptionValueSource('out') === 'env') reportDeletedTree(options.out, stderr);
      }
    });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODE.fine : EXIT_CODE.usage;
    return reportError(error, stderr);
  }
}

interface SynthOptions {
  readonly out: string;
  readonly check: boolean;
}

function parseOutDir(value: string): string {
  // Without this, `--out --check` would write into a folder of that name, and an empty one into the current folder.
  if (value === '' || value.startsWith('-')) throw new InvalidArgumentError('A folder is needed.');
  // What synth wrote elsewhere below such a folder, `dist` or the trees of other projects, would be removed as stale.
  if (holdsWorkingDirectory(value)) {
    throw new InvalidArgumentError('A folder is needed that the working directory is not in.');
  }
  return value;
}

function holdsWorkingDirectory(folder: string): boolean {
  if (!fs.existsSync(folder)) return false;
  const [first] = path.relative(fs.realpathSync(folder), process.cwd()).split(path.sep);
  return first !== '..';
}

async function synth(
  { out, check }: SynthOptions,
  { buildApp, stdout, stderr }: CliContext,
): Promise<number> {
  const app = await buildApp();
  // Loaded here: --help and bad usage need none of them.
  const { renderTree } = require('./gitops/tree') as typeof import('./gitops/tree');
  const { applyPlan, planWrites } = require('./gitops/writer') as typeof import('./gitops/writer');
  const { warningsOf } = require('./gitops/warnings') as typeof import('./gitops/warnings');
  const files = renderTree(app);
  for (const warning of warningsOf(app)) stderr.write(`warning: ${warning}\n`);
  const plan = planWrites(out, files);
  const changed = plan.changes.filter(({ action }) => action !== 'unchanged');
  const total = `${files.size} ${files.size === 1 ? 'file' : 'files'}`;
  if (!check) {
    applyPlan(plan);
    for (const { action, path: file } of changed) stdout.write(`${action} ${path.join(out, file)}\n`);
    stdout.write(`${total}: ${countChanges(plan.changes, WORDS_WHEN_WRITTEN)} in ${out}\n`);
    return EXIT_CODE.fine;
  }
  if (changed.length === 0) {
    stdout.write(`${out} is up to date: ${total}\n`);
    return EXIT_CODE.fine;
  }
  const { unifiedDiff } = require('./gitops/diff') as typeof import('./gitops/diff');
  for (const change of changed) stdout.write(unifiedDiff(out, change));
  stdout.write(`${out} is out of date: ${countChanges(plan.changes, WORDS_WHEN_CHECKED)}\n`);
  return EXIT_CODE.findings;
}

const WORDS_WHEN_WRITTEN = {
  created: 'created',
  updated: 'updated',
  removed: 'removed',
  unchanged: 'unchanged',
};
const WORDS_WHEN_CHECKED = { created: 'to create', updated: 'to update', removed: 'to remove' };

function countChanges(
  changes: readonly FileChange[],
  words: Partial<Record<FileChange['action'], string>>,
): string {
  const number = (word: string) => changes.filter(({ action }) => action === word).length;
  return Object.entries(words)
    .map(([action, word]) => `${number(action)} ${word}`)
    .join(', ');
}

function reportError(error: unknown, stderr: CliContext['stderr']): number {
  if (error instanceof ValidationError) {
    stderr.write(`${error.message}\n`);
    return EXIT_CODE.findings;
  }
  stderr.write(`${describeError(error)}\n`);
  return EXIT_CODE.failure;
}

/** The command line of cdk8s deletes the folder before it runs the app, so that one that fails leaves nothing behind. */
function reportDeletedTree(out: string, stderr: CliContext['stderr']): void {
  if (fs.existsSync(out)) return;
  stderr.write(
    `cdk8s has deleted ${out} before this: \`git restore ${out}\` brings back what was committed\n`,
  );
}

function describeError(error: unknown): string {
  // What the writer or the system refuses is clear from its message; anything else is a fault of the program.
  const isRefusal = error instanceof OutputError || (typeof error === 'object' && 'syscall' in (error ?? {}));
  return isRefusal ? (error as Error).message : inspect(error);
}

/**
 * Lets the program go on, and leave with its own exit code, when whoever reads its output has had enough, such as
 * `head`: without this, the next line that is written ends it with a stack trace, whatever it is doing.
 */
export function ignoreClosedPipes(...streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

if (require.main === module) {
  ignoreClosedPipes(process.stdout, process.stderr);
  // Loaded by the command that needs it: neither --help nor bad usage builds the app.
  const buildApp = () => (require('./main') as typeof import('./main')).buildApp();
  run(process.argv.slice(2), { buildApp, stdout: process.stdout, stderr: process.stderr }).then((code) => {
    process.exitCode = code;
  });
}

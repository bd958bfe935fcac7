#!/usr/bin/env node
import * as fs from 'node:fs';
import * as path from 'node:path';
import { inspect } from 'node:util';
import type { App } from 'cdk8s';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { AppFileError, loadApp } from './app-file';
import { OutputError } from './gitops/disk';
import type { FileChange } from './gitops/writer';
import { ValidationError } from './validation';

/** The app and the output streams of the command line. */
export interface CliContext {
  /** Loads the app of a file. It is called only if the app is rendered. */
  readonly loadApp: (file: string) => App | Promise<App>;
  /** The stream for changes and differences. */
  readonly stdout: { write(text: string): unknown };
  /** The stream for warnings, findings and errors. */
  readonly stderr: { write(text: string): unknown };
}

/** The exit codes of the program. */
const EXIT_CODE = { fine: 0, findings: 1, usage: 2, failure: 3 } as const;

/**
 * Runs the command line: `synth <app>`, with `--check` and `--out <dir>`.
 *
 * @param argv the arguments, without the name of the program
 * @returns the exit code: 0 fine, 1 findings or differences, 2 wrong usage or no app file, 3 could not run
 */
export async function run(argv: readonly string[], context: CliContext): Promise<number> {
  const { stdout, stderr } = context;
  let code: number = EXIT_CODE.fine;
  const program = new Command('cdk8s-argo-events')
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) });
  program
    .command('synth')
    .description('render an app into a folder, or check that the folder is what it renders to')
    .argument(
      '<app>',
      'the file of the app: it exports the App, or a function buildApp that returns it, or calls app.synth(); ' +
        'TypeScript needs tsx or ts-node in your project',
    )
    // `cdk8s synth` sets this variable to the folder.
    .addOption(
      new Option('--out <dir>', 'the folder').env('CDK8S_OUTDIR').default('dist').argParser(parseOutDir),
    )
    .option('--check', 'write nothing; print what differs, and fail if anything does', false)
    .action(async (file: string, options: SynthOptions, command: Command) => {
      try {
        code = await synth(file, options, context);
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
  // Otherwise `--out --check` would write to a folder of that name, and `--out ''` to the current folder.
  if (value === '' || value.startsWith('-')) throw new InvalidArgumentError('A folder is needed.');
  // Otherwise synth would remove the files that it wrote to other places in that folder, such as `dist`.
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
  file: string,
  { out, check }: SynthOptions,
  { loadApp: load, stdout, stderr }: CliContext,
): Promise<number> {
  const app = await load(file);
  // Loaded here, because --help and wrong usage do not need them.
  const { renderTree } = require('./gitops/tree') as typeof import('./gitops/tree');
  const { applyPlan, planWrites } = require('./gitops/writer') as typeof import('./gitops/writer');
  const { warningsOf } = require('./warnings') as typeof import('./warnings');
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
  return error instanceof AppFileError ? EXIT_CODE.usage : EXIT_CODE.failure;
}

/** `cdk8s synth` deletes the folder before it runs the app. If the app fails, the folder is gone. */
function reportDeletedTree(out: string, stderr: CliContext['stderr']): void {
  if (fs.existsSync(out)) return;
  stderr.write(
    `cdk8s has deleted ${out} before this: \`git restore ${out}\` brings back what was committed\n`,
  );
}

function describeError(error: unknown): string {
  // Our own errors and those of the system have a clear message. Any other error needs its stack trace.
  const isOwn = error instanceof OutputError || error instanceof AppFileError;
  const isRefusal = isOwn || (typeof error === 'object' && 'syscall' in (error ?? {}));
  return isRefusal ? (error as Error).message : inspect(error);
}

/**
 * Ignores that the reader of a stream, such as `head`, has closed it. The program goes on and keeps its exit code.
 * Without this, the next write ends the program with a stack trace.
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
  run(process.argv.slice(2), { loadApp, stdout: process.stdout, stderr: process.stderr }).then((code) => {
    process.exitCode = code;
  });
}

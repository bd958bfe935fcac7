#!/usr/bin/env node
import * as fs from 'node:fs';
import * as path from 'node:path';
import { inspect } from 'node:util';
import type { App } from 'cdk8s';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { AppFileError, loadApp } from './app-file';
import { OutputError } from './gitops/disk';
import { toJsonText } from './synth/report';
import { type SynthResult, synth } from './synth/synth';
import { changed, toText } from './synth/text';

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

const HELP = `
Exit codes:
  0  fine
  1  findings: an error in the app, or with --check a file that differs
  2  wrong usage, or the file is no app file
  3  could not run

With --json, stdout has one document: version, exitCode, out, findings (rule, severity, construct, object, subject, path,
value, message, help, docs), changes (action, path) and, if the program could not run, error.`;

/**
 * Runs the command line: `synth <app>`, with `--check`, `--json` and `--out <dir>`.
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
    .option('--json', 'print findings and changes on stdout, as one JSON document', false)
    .addHelpText('after', HELP)
    .action(async (file: string, { out, check, json }: SynthOptions, command: Command) => {
      const result = await synth(() => context.loadApp(file), out, check);
      code = exitCodeOf(result, check);
      const failure = result.failure && `${describeError(result.failure.error)}\n`;
      if (json) {
        stdout.write(toJsonText(result, out, code, failure?.trimEnd()));
      } else {
        const text = toText(result, out, check);
        stderr.write(text.stderr);
        stdout.write(text.stdout);
      }
      if (failure !== undefined) stderr.write(failure);
      if (result.changes === undefined && command.getOptionValueSource('out') === 'env') {
        reportDeletedTree(out, stderr);
      }
    });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODE.fine : EXIT_CODE.usage;
    throw error;
  }
}

interface SynthOptions {
  readonly out: string;
  readonly check: boolean;
  readonly json: boolean;
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

function exitCodeOf({ changes, failure }: SynthResult, check: boolean): number {
  if (failure) return failure.error instanceof AppFileError ? EXIT_CODE.usage : EXIT_CODE.failure;
  if (changes === undefined) return EXIT_CODE.findings;
  return check && changed(changes).length > 0 ? EXIT_CODE.findings : EXIT_CODE.fine;
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

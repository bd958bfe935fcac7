#!/usr/bin/env node
import * as nodeModule from 'node:module';
import { Command, CommanderError } from 'commander';
import { loadApp } from './app-file';
import type { CliContext } from './cli/context';
import { reportError } from './cli/errors';
import { EXIT_CODE } from './cli/exit-code';
import { addGraph } from './cli/graph';
import { addImpact } from './cli/impact';
import { addImport } from './cli/import';
import { addLint } from './cli/lint';
import { addOperate } from './cli/operate';
import { addReplay } from './cli/replay';
import { addStatus } from './cli/status';
import { addSynth } from './cli/synth';
import { addTrace } from './cli/trace';

/** The commands, in the order of `--help`. Each loads what it needs when it runs. */
const COMMANDS = [
  addSynth,
  addLint,
  addImport,
  addReplay,
  addGraph,
  addImpact,
  addStatus,
  addOperate,
  addTrace,
];

/**
 * The program with all commands.
 *
 * @param leave is called with the exit code when a command has run
 */
export function programOf(context: CliContext, leave: (code: number) => void): Command {
  const { stdout, stderr } = context;
  const program = new Command('cdk8s-argo-events')
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) });
  for (const add of COMMANDS) add(program, context, leave);
  return program;
}

/**
 * Runs the command line. Each command has a file in cli/.
 *
 * @param argv the arguments, without the name of the program
 * @returns the exit code: 0 fine, 1 findings, differences or a person is needed, 2 wrong usage or no app file, 3 could not run
 */
export async function run(argv: readonly string[], context: CliContext): Promise<number> {
  let code: number = EXIT_CODE.fine;
  const program = programOf(context, (left) => {
    code = left;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODE.fine : EXIT_CODE.usage;
    return reportError(error, context.stderr);
  }
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
  // Node 22.1 and newer keep the compiled code of what is loaded from here on, in the folder for temporary files.
  (nodeModule as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();
  ignoreClosedPipes(process.stdout, process.stderr);
  // Loaded when a command asks a cluster: it needs Node's HTTPS, which synth does not.
  const connect: CliContext['connect'] = (options) => {
    const cluster = require('./cluster/connect') as typeof import('./cluster/connect');
    return cluster.connect(options);
  };
  run(process.argv.slice(2), { loadApp, connect, stdout: process.stdout, stderr: process.stderr }).then(
    (code) => {
      process.exitCode = code;
    },
  );
}

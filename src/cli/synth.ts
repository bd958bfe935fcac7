import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { toJsonText } from '../synth/report';
import { type SynthResult, synth } from '../synth/synth';
import { changed, toText } from '../synth/text';
import type { AddCommand, CliContext } from './context';
import { describeError, exitCodeOfError } from './errors';
import { EXIT_CODE } from './exit-code';

const HELP = `
Exit codes:
  0  done, or with --check: the folder is up to date
  1  the app has findings, or with --check: the folder is out of date
  2  wrong usage, or the file has no app
  3  the app has failed, or the folder could not be written

With --json, stdout has one document: version, exitCode, out, findings (rule, severity, construct, object, subject, path,
value, message, help, docs), notRun (rules that need the engine, if it is not built), changes (action, path) and, if the program could not run, error.`;

/** Adds `synth <app>`, with `--check`, `--json` and `--out <dir>`. */
export const addSynth: AddCommand = (program, context, leave) => {
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
      const { stdout, stderr } = context;
      const result = await synth(() => context.loadApp(file), out, check);
      const code = exitCodeOf(result, check);
      const failure = result.failure && describeError(result.failure.error);
      if (json) {
        stdout.write(toJsonText(result, out, code, failure));
      } else {
        const text = toText(result, out, check);
        stderr.write(text.stderr);
        stdout.write(text.stdout);
      }
      if (failure !== undefined) stderr.write(`${failure}\n`);
      if (result.changes === undefined && command.getOptionValueSource('out') === 'env') {
        reportDeletedTree(out, stderr);
      }
      leave(code);
    });
};

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
  if (failure) return exitCodeOfError(failure.error);
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

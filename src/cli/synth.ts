import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { FileChange } from '../gitops/writer';
import type { AddCommand, CliContext } from './context';
import { reportError } from './errors';
import { EXIT_CODE } from './exit-code';

/** Adds `synth <app>`, with `--check` and `--out <dir>`. */
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
    .addHelpText('after', HELP)
    .action(async (file: string, options: SynthOptions, command: Command) => {
      try {
        leave(await synth(file, options, context));
      } catch (error) {
        leave(reportError(error, context.stderr));
        if (command.getOptionValueSource('out') === 'env') reportDeletedTree(options.out, context.stderr);
      }
    });
};

const HELP = `
Exit codes:
  0  done, or with --check: the folder is up to date
  1  the app has findings, or with --check: the folder is out of date
  2  wrong usage, or the file has no app
  3  the app has failed, or the folder could not be written`;

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
  const { renderTree } = require('../gitops/tree') as typeof import('../gitops/tree');
  const { applyPlan, planWrites } = require('../gitops/writer') as typeof import('../gitops/writer');
  const { warningsOf } = require('../warnings') as typeof import('../warnings');
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
  const { unifiedDiff } = require('../gitops/diff') as typeof import('../gitops/diff');
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

/** `cdk8s synth` deletes the folder before it runs the app. If the app fails, the folder is gone. */
function reportDeletedTree(out: string, stderr: CliContext['stderr']): void {
  if (fs.existsSync(out)) return;
  stderr.write(
    `cdk8s has deleted ${out} before this: \`git restore ${out}\` brings back what was committed\n`,
  );
}

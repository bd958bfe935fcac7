import { type Command, Option } from 'commander';
import type { LintResult } from '../lint-files/lint';
import { type FoundFile, NoSuchFileError } from '../manifests/find-files';
import type { AddCommand, CliContext } from './context';
import { reportEach } from './errors';
import { EXIT_CODE } from './exit-code';

interface LintCommandOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly failOn: 'error' | 'warning' | 'none';
  readonly complete?: true;
  readonly allowEmpty?: true;
  readonly fix?: true;
  readonly explain?: string;
  readonly listRules?: true;
}

const HELP = `
A path is a file, a folder, a pattern in quotes, or "-" for what another program prints:
  cdk8s-argo-events lint .
  cdk8s-argo-events lint 'teams/*/events/*.yaml'
  helm template chart | cdk8s-argo-events lint -

To ignore a finding, say why, on its line or on the one above:
  # lint-ignore <rule>: <reason>
or, for a rule in a whole object, in an annotation of the object:
  lint-ignore.cdk8s-argo-events/<rule>: <reason>

Exit codes:
  0  nothing was found
  1  something was found
  2  wrong usage, or no such file
  3  a file could not be read or written, or no file has a Sensor, EventSource or EventBus
It needs no network, no cluster and no configuration.`;

/** Adds `lint PATH…`. */
export const addLint: AddCommand = (program, context, leave) => {
  program
    .command('lint')
    .description('check Sensors, EventSources and EventBuses in YAML or JSON files')
    .argument('[paths...]', 'files, folders and patterns; "-" is the standard input')
    .option(
      '--complete',
      'the files are all that is applied: also report what none of them has, such as a bus',
    )
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['text', 'json', 'sarif', 'github'])
        .default('text'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'the least severity that gives the exit code 1')
        .choices(['error', 'warning', 'none'])
        .default('warning'),
    )
    .option('--allow-empty', 'leave with 0 if no file has a Sensor, EventSource or EventBus')
    .option('--fix', 'change the files where there is only one right answer')
    .option('--list-rules', 'print all rules, and check nothing')
    .option('--explain <rule>', 'print what a rule is about, with examples, and check nothing')
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], options: LintCommandOptions, command: Command) => {
      if (options.listRules || options.explain !== undefined) {
        context.stdout.write(ruleTexts(options));
        return;
      }
      if (paths.length === 0) command.error('error: a file or folder is needed, such as "."');
      if (options.fix && paths.includes('-')) command.error('error: --fix changes files, and "-" is none');
      leave(await lint(paths, options, context));
    });
};

function ruleTexts({ explain, format }: LintCommandOptions): string {
  const texts = require('../lint-files/rule-texts') as typeof import('../lint-files/rule-texts');
  if (explain !== undefined) return texts.explanation(explain);
  return format === 'json' ? texts.rulesJson() : texts.rulesText();
}

async function lint(
  paths: readonly string[],
  options: LintCommandOptions,
  { stdout, stderr, stdin = process.stdin }: CliContext,
): Promise<number> {
  const { findFiles } = require('../manifests/find-files') as typeof import('../manifests/find-files');
  const { lintAll } = require('../lint-files/lint-all') as typeof import('../lint-files/lint-all');
  const { render } = require('../lint-files/render') as typeof import('../lint-files/render');
  const isComplete = options.complete === true;
  let found: readonly FoundFile[];
  try {
    found = findFiles(paths);
  } catch (error) {
    if (!(error instanceof NoSuchFileError)) throw error;
    if (options.format === 'json' || options.format === 'sarif') {
      const { result } = await lintAll([], stdin, isComplete, false);
      stdout.write(render(options.format, result, EXIT_CODE.usage, error.message));
    }
    throw error;
  }
  const { result, failures } = await lintAll(found, stdin, isComplete, options.fix === true);
  const error = failures.length > 0 ? failures.join('\n') : emptyError(result, options);
  const code = error === undefined ? exitCodeOf(result, options.failOn) : EXIT_CODE.failure;
  stdout.write(render(options.format, result, code, error));
  reportEach(failures, stderr);
  if (failures.length === 0 && error !== undefined) stderr.write(`${error}\n`);
  return code;
}

/** Why nothing is known, if nothing was found where something was expected. */
function emptyError(
  { objects, findings }: LintResult,
  { allowEmpty }: LintCommandOptions,
): string | undefined {
  if (objects > 0 || findings.length > 0 || allowEmpty) return undefined;
  return 'No Sensor, EventSource or EventBus was found. If that is right, add --allow-empty';
}

function exitCodeOf({ findings }: LintResult, failOn: LintCommandOptions['failOn']): number {
  const failing = findings.filter(({ severity }) => failOn === 'warning' || severity === failOn);
  return failing.length > 0 ? EXIT_CODE.findings : EXIT_CODE.fine;
}

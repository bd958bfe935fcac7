import { join } from 'node:path';
import type { Command } from 'commander';
import { programOf } from '../../src/cli';
import { escapeCell } from './cells';
import { interfacesIn } from './interfaces';

/** The page of the command line: what each command says of itself. */
export function cliPage(): string {
  return [
    '<!-- Generated from src/cli and what it runs by `npm run docs`. Do not edit. -->',
    '',
    '# The command line',
    '',
    'The package has the command `cdk8s-argo-events`. In a project that has the package, `npx cdk8s-argo-events` runs it. In',
    'this repository, `npx tsx src/cli.ts` does.',
    '',
    '| command | does |',
    '|---|---|',
    ...commands().map(
      (command) => `| [\`${command.name()}\`](#${command.name()}) | ${escapeCell(command.description())} |`,
    ),
    '',
    'The commands that ask a cluster need the package `@kubernetes/client-node`, which is not installed with this one: with what',
    'it needs, it is 72 MB, and whoever uses the library alone does not need it. Install version 1, or with Node 22.19 or newer',
    'version 2:',
    '',
    '```sh',
    'npm install --save-dev @kubernetes/client-node@1',
    '```',
    '',
    'They use the kubeconfig and the account of kubectl, so they may do what you may do. They ask the API server alone, and GitHub',
    'never.',
    '',
    ...commands().flatMap(section),
    '## The JSON documents',
    '',
    '`lint --format json` prints a `LintReport`, `status --json` a `StatusReport`, `trace --json` a `TraceReport`,',
    '`impact --json` an `ImpactReport` and `replay --json` a `ReplayReport`. New fields may come with any version of the package. `version` changes when a field is',
    'removed or gets another meaning.',
    '',
    ...[
      'LintReport',
      'ReportedFinding',
      'Skipped',
      'FixedValues',
      'StatusReport',
      'TaskReport',
      'CommentReport',
      'Change',
      'EventReport',
      'TraceReport',
      'TracedState',
      'TracedObject',
      'TracedLine',
      'ImpactReport',
      'Statement',
      'ConsumerName',
      'ReplayReport',
      'ReportedEvent',
      'DependencyJudgement',
      'FilterJudgement',
      'SeenValue',
      'Firing',
      'ResolvedParameter',
      'ObjectCall',
      'CommandCall',
      'RequestCall',
      'MessageCall',
    ].flatMap(fieldsOf),
  ].join('\n');
}

function commands(): readonly Command[] {
  const nowhere = { write: () => true };
  const unused = () => {
    throw new Error('No command is run');
  };
  const context = { loadApp: unused, connect: unused, stdout: nowhere, stderr: nowhere };
  return programOf(context, unused).commands;
}

/** The help, as the program prints it where it is not on a terminal. */
function section(command: Command): string[] {
  let help = '';
  const writeOut = (text: string) => {
    help += text;
  };
  command
    .configureOutput({ writeOut, getOutHelpWidth: () => 100, getOutHasColors: () => false })
    .outputHelp();
  return [`## ${command.name()}`, '', '```text', help.trimEnd(), '```', ''];
}

function fieldsOf(name: string): string[] {
  const found = INTERFACES.get(name);
  if (found === undefined) throw new Error(`There is no interface ${name}`);
  const rows = found.members.map(
    (member) =>
      `| \`${member.name}\` | \`${escapeCell(member.type.replaceAll('readonly ', ''))}\` | ${escapeCell(member.doc)} |`,
  );
  return [`### ${name}`, '', found.doc, '', '| field | type | is |', '|---|---|---|', ...rows, ''];
}

const INTERFACES = new Map(
  ['lint-files', 'status', 'trace', 'impact', 'replay', 'engine'].flatMap((folder) => [
    ...interfacesIn(join(__dirname, '../../src', folder)),
  ]),
);

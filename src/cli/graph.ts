import { Option } from 'commander';
import type { PlainObject } from '../lint/rule';
import type { AddCommand, CliContext } from './context';
import { reportEach, reportUnread } from './errors';
import { EXIT_CODE } from './exit-code';

interface GraphOptions {
  readonly format: 'mermaid' | 'dot';
  readonly brief?: true;
}

const HELP = `
A path is a file, a folder, a pattern in quotes, or "-" for what another program prints. A file of TypeScript or JavaScript
is an app of cdk8s:
  cdk8s-argo-events graph sensors/ > sensors.mmd
  cdk8s-argo-events graph --format dot app.ts | dot -Tpng > app.png

Exit codes:
  0  drawn
  2  wrong usage, or no such file
  3  a file could not be read, or no file has a Sensor`;

/** Adds `graph PATH…`. */
export const addGraph: AddCommand = (program, context, leave) => {
  program
    .command('graph')
    .description(
      'draw Sensors: the events, the dependencies with their filters, the triggers, and what they do',
    )
    .argument('<paths...>', 'files, folders and patterns with YAML or JSON, or the file of an app')
    .addOption(new Option('--format <format>', 'how to draw').choices(['mermaid', 'dot']).default('mermaid'))
    .option('--brief', 'leave out filters and what happens after a failure')
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], options: GraphOptions) => {
      leave(await draw(paths, options, context));
    });
};

async function draw(
  paths: readonly string[],
  { format, brief }: GraphOptions,
  context: CliContext,
): Promise<number> {
  const { graphOf } = require('../graph/sensors') as typeof import('../graph/sensors');
  const { briefOf } = require('../graph/brief') as typeof import('../graph/brief');
  const { toMermaid } = require('../graph/mermaid') as typeof import('../graph/mermaid');
  const { toDot } = require('../graph/dot') as typeof import('../graph/dot');
  const isApp = (path: string) => /\.[cm]?[jt]s$/.test(path);
  const { findFiles } = require('../manifests/find-files') as typeof import('../manifests/find-files');
  const { readObjects } =
    require('../lint-files/read-objects') as typeof import('../lint-files/read-objects');
  const { stdin = process.stdin, stderr } = context;
  const read = await readObjects(findFiles(paths.filter((path) => !isApp(path))), stdin);
  const { unread, skipped } = read;
  const objects = [...read.objects];
  for (const path of paths.filter(isApp)) objects.push(...(await objectsOfApp(path, context)));
  reportEach(
    skipped.map((line) => `skipped: ${line}`),
    stderr,
  );
  reportUnread(unread, stderr);
  if (unread.length > 0) return EXIT_CODE.failure;
  if (!objects.some(({ kind }) => kind === 'Sensor')) {
    stderr.write('No Sensor was found\n');
    return EXIT_CODE.failure;
  }
  const graph = graphOf(objects);
  context.stdout.write((format === 'dot' ? toDot : toMermaid)(brief ? briefOf(graph) : graph));
  return EXIT_CODE.fine;
}

async function objectsOfApp(file: string, { loadApp }: CliContext): Promise<PlainObject[]> {
  const { renderTree } = require('../gitops/tree') as typeof import('../gitops/tree');
  const { parse } = require('yaml') as typeof import('yaml');
  return [...renderTree(await loadApp(file)).values()].map((text) => parse(text) as PlainObject);
}

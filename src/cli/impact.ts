import * as fs from 'node:fs';
import { type Command, Option } from 'commander';
import type { ImpactReport } from '../impact/report';
import { NoSuchFileError } from '../manifests/find-files';
import type { AddCommand, CliContext } from './context';
import { reportUnread } from './errors';
import { EXIT_CODE } from './exit-code';

interface ImpactOptions {
  readonly format: 'text' | 'markdown' | 'json';
  readonly json?: true;
  readonly accept?: string;
  readonly acceptedIn?: string;
}

const HELP = `
OLD and NEW are each a file, a folder, a pattern in quotes, or "-" for what another program prints:
  cdk8s-argo-events impact main/dist dist
  kustomize build overlays/prod | cdk8s-argo-events impact deployed.yaml -

A change that loses something has the exit code 1 until somebody says why that is all right: with --accept, or in a
line of the text of --accepted-in, such as the description of a pull request:
  Impact: accepted, <reason>

Exit codes:
  0  nothing is lost, or somebody accepts it
  1  the change loses events or objects, and nobody accepts it
  2  wrong usage, or no such file
  3  a file could not be read, or NEW has no object
It needs no network and no cluster.`;

/** Adds `impact OLD NEW`. */
export const addImpact: AddCommand = (program, context, leave) => {
  program
    .command('impact')
    .description(
      'show what a change of YAML does to a cluster that has the old one: consumers, addresses, objects, rights, load',
    )
    .argument('<old>', 'what the cluster has')
    .argument('<new>', 'what is applied')
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .option('--json', 'the same as --format json')
    .option('--accept <reason>', 'leave with 0 although something is lost')
    .option('--accepted-in <file>', 'take the reason from a line of this text; "-" is the standard input')
    .addHelpText('after', HELP)
    .action(async (before: string, after: string, options: ImpactOptions, command: Command) => {
      if ([before, after, options.acceptedIn].filter((one) => one === '-').length > 1)
        command.error('error: the standard input can be one thing only');
      if (options.accept !== undefined && options.accept.trim() === '')
        command.error('error: --accept needs a reason');
      leave(await impact(before, after, options, context));
    });
};

async function impact(
  before: string,
  after: string,
  options: ImpactOptions,
  context: CliContext,
): Promise<number> {
  const { impactOf } = require('../impact/impact') as typeof import('../impact/impact');
  const { findFiles } = require('../manifests/find-files') as typeof import('../manifests/find-files');
  const { readObjects } =
    require('../lint-files/read-objects') as typeof import('../lint-files/read-objects');
  const { stdin = process.stdin, stdout, stderr } = context;
  const [old, now] = [
    await readObjects(findFiles([before]), stdin),
    await readObjects(findFiles([after]), stdin),
  ];
  // What is not read would look like what is deleted.
  const unread = [old, now].flatMap((side) => [...side.unread, ...side.skipped]);
  reportUnread(unread, stderr);
  if (unread.length > 0) return EXIT_CODE.failure;
  if (now.objects.length === 0) {
    stderr.write(`No object was found in ${after}\n`);
    return EXIT_CODE.failure;
  }
  const accepted = await acceptanceOf(options, stdin);
  const found = { ...impactOf(old.objects, now.objects), ...(accepted !== undefined && { accepted }) };
  const exitCode = found.loses && accepted === undefined ? EXIT_CODE.findings : EXIT_CODE.fine;
  stdout.write(render(options.json ? 'json' : options.format, { ...found, exitCode }));
  return exitCode;
}

async function acceptanceOf(
  { accept, acceptedIn }: ImpactOptions,
  stdin: AsyncIterable<Uint8Array>,
): Promise<string | undefined> {
  if (accept !== undefined || acceptedIn === undefined) return accept?.trim();
  const { acceptanceIn } = require('../impact/acceptance') as typeof import('../impact/acceptance');
  if (acceptedIn !== '-') {
    if (!fs.existsSync(acceptedIn)) throw new NoSuchFileError(`No such file: ${acceptedIn}`);
    return acceptanceIn(fs.readFileSync(acceptedIn, 'utf8'));
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return acceptanceIn(Buffer.concat(chunks).toString('utf8'));
}

function render(format: ImpactOptions['format'], report: ImpactReport): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, undefined, 2)}\n`;
    case 'markdown':
      return (require('../impact/markdown') as typeof import('../impact/markdown')).toMarkdown(report);
    case 'text':
      return (require('../impact/text') as typeof import('../impact/text')).toText(report);
  }
}

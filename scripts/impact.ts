import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { run as runCli } from '../src/cli';
import { commentOf } from './impact/comment';
import { git, NoSuchRevisionError, revisionOf, writeFolder } from './impact/revision';

// What the change of dist/ since a revision does to a cluster, see docs/lint/impact.md:
//   npm run -s impact -- --base <revision>

/** What the command line works on. */
export interface ImpactContext {
  /** The folder of the repository. */
  readonly repository: string;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

interface Options {
  readonly base: string;
  readonly head?: string;
  readonly format: 'text' | 'markdown' | 'json';
  readonly accept?: string;
  readonly acceptedIn?: string;
}

const TREE = 'dist';
const VERDICTS = 'test/engine/verdicts';

/**
 * Runs the command line.
 *
 * @param argv the arguments, without the program's own name
 * @returns the exit code: that of `cdk8s-argo-events impact`
 */
export async function run(argv: readonly string[], context: ImpactContext): Promise<number> {
  const { stdout, stderr } = context;
  const program = new Command('impact')
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .description('what the change of dist/ since a revision does to a cluster that has that revision')
    .requiredOption('--base <revision>', 'what the cluster has')
    .option('--head <revision>', 'what is applied (default: the files as they are)')
    .addOption(
      new Option('--format <format>', 'how to print it; "markdown" is the comment on a pull request')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .option('--accept <reason>', 'leave with 0 although something is lost')
    .option('--accepted-in <file>', 'take the reason from a line "Impact: accepted, <reason>" of this text');
  try {
    return await impact(program.parse(argv, { from: 'user' }).opts<Options>(), context);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof NoSuchRevisionError)) throw error;
    stderr.write(`${error.message}\n`);
    return 2;
  }
}

async function impact(options: Options, { repository, stdout, stderr }: ImpactContext): Promise<number> {
  const base = revisionOf(repository, options.base);
  const head = options.head === undefined ? undefined : revisionOf(repository, options.head);
  const folder = mkdtempSync(join(tmpdir(), 'impact-'));
  try {
    const folderOf = (revision: string, name: string) => {
      writeFolder(repository, revision, TREE, join(folder, name));
      return join(folder, name);
    };
    const [before, after] = [
      folderOf(base, 'before'),
      head === undefined ? resolve(repository, TREE) : folderOf(head, 'after'),
    ];
    let report = '';
    const code = await runCli(
      [
        'impact',
        before,
        after,
        ...['--format', options.format],
        ...(options.accept === undefined ? [] : ['--accept', options.accept]),
        ...(options.acceptedIn === undefined ? [] : ['--accepted-in', options.acceptedIn]),
      ],
      {
        loadApp: unused,
        connect: unused,
        stdout: { write: (text: string) => (report += text) },
        stderr: { write: (text: string) => stderr.write(text.replaceAll(`${folder}/`, '')) },
      },
    );
    const range = head === undefined ? [base] : [base, head];
    const verdicts = (...flags: readonly string[]) =>
      git(repository, 'diff', '--no-color', '--no-ext-diff', ...flags, ...range, '--', VERDICTS).toString(
        'utf8',
      );
    if (options.format === 'markdown' && report !== '') report = commentOf(report, verdicts());
    else if (options.format === 'text' && code < 2) report += `\n${textOf(verdicts('--stat'))}`;
    stdout.write(report);
    return code;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function textOf(stat: string): string {
  return stat === '' ? 'The verdicts do not change.\n' : `The verdicts change:\n${stat}`;
}

function unused(): never {
  throw new Error('The report asks for no app and no cluster');
}

if (require.main === module) {
  const { stdout, stderr } = process;
  run(process.argv.slice(2), { repository: join(__dirname, '..'), stdout, stderr }).then((code) => {
    process.exitCode = code;
  });
}

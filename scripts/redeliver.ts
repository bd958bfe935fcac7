import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { ignoreClosedPipes } from '../src/cli';
import { quote } from '../src/findings/words';
import { type Attempt, arrived, newestOfEvents } from './redeliver/attempts';
import { type GitHub, github, Refusal } from './redeliver/github';

// Has GitHub deliver events again that did not arrive, see docs/operate.md:
//   npm run -s redeliver -- --repository <owner/name>

/** What the command line works on. */
export interface CliContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Milliseconds between two redeliveries: GitHub asks for a second between calls that change something. */
  readonly pause: number;
}

interface Options {
  readonly repository: string;
  readonly hook?: string;
  readonly since?: number;
  readonly all: boolean;
  readonly dryRun: boolean;
}

/** What the program leaves with, as `src/cli.ts` does. */
const EXIT = { fine: 0, left: 1, usage: 2, failure: 3 } as const;

/**
 * Runs the command line.
 *
 * @param argv the arguments, without the program's own name
 * @returns the exit code: 0 fine, 1 not all was redelivered, 2 bad usage, 3 could not run
 */
export async function run(argv: readonly string[], context: CliContext): Promise<number> {
  const { stdout, stderr } = context;
  const program = new Command('redeliver')
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .description(
      'have GitHub deliver new comments, and closed or reopened pull requests, again whose last attempt got no 2xx',
    )
    .requiredOption('--repository <owner/name>', 'whose webhook it is', repository)
    .option('--hook <id>', 'which one, when several of the repository are for comments', id)
    .option('--since <duration>', 'only attempts that are no older, such as 30m, 6h or 2d', duration)
    .option('--all', 'with --since: also what arrived', false)
    .option('--dry-run', 'tell what would be redelivered, and redeliver nothing', false);
  try {
    const options = program.parse(argv, { from: 'user' }).opts<Options>();
    if (options.all && options.since === undefined) {
      program.error("error: option '--all' needs '--since <duration>'");
    }
    return await redeliver(options, context);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    const told = error instanceof Refusal;
    stderr.write(`${told ? error.message : inspect(error)}\n`);
    return EXIT.failure;
  }
}

async function redeliver(options: Options, context: CliContext): Promise<number> {
  const { stdout, stderr } = context;
  const hub = connect(context.env);
  const hooks = `/repos/${options.repository}/hooks`;
  const deliveries = `${hooks}/${options.hook ?? (await hookFor(hub, options.repository, hooks))}/deliveries`;
  const since = options.since === undefined ? 0 : Date.now() - options.since;
  const events = newestOfEvents(await attemptsSince(hub, deliveries, since));
  const due = options.all ? events : events.filter((attempt) => !arrived(attempt));
  let done = 0;
  for (const [index, attempt] of due.entries()) {
    const line = `${attempt.delivered_at} ${attempt.guid} ${attempt.status_code} ${attempt.status}\n`;
    if (options.dryRun) {
      stdout.write(`to redeliver ${line}`);
      continue;
    }
    if (index > 0) await pause(context.pause);
    try {
      await hub.request(`${deliveries}/${attempt.id}/attempts`);
      stdout.write(`redelivered ${line}`);
      done++;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      stderr.write(`${error.message}\n`);
      if (error.limited) break;
    }
  }
  const result = options.dryRun ? `${due.length} to redeliver` : `${done} of ${due.length} redelivered`;
  stdout.write(`${events.length} ${events.length === 1 ? 'event' : 'events'}: ${result}\n`);
  return options.dryRun || done === due.length ? EXIT.fine : EXIT.left;
}

function connect(env: CliContext['env']): GitHub {
  const api = env['GITHUB_API_URL'] || 'https://api.github.com';
  if (!/^https?:/.test(api) || !URL.canParse(api)) {
    const help = 'expected one such as "https://github.example.com/api/v3"';
    throw new Refusal('GITHUB_API_URL', `${quote(api)} is no address of an API`, help);
  }
  const token = env['GITHUB_TOKEN'];
  if (!token) {
    const help = 'expected a token that may read and write the webhooks of the repository';
    throw new Refusal('GITHUB_TOKEN', 'no token', help);
  }
  return github(api, token);
}

/** A webhook, as GitHub lists it. */
interface Hook {
  readonly id: string;
  readonly events: readonly string[];
  readonly config: { readonly url: string };
}

/** The repository's one webhook for comments. */
async function hookFor(hub: GitHub, name: string, path: string): Promise<string> {
  const ours: Hook[] = [];
  for await (const page of hub.pages<Hook>(path)) {
    ours.push(...page.filter(({ events }) => events.includes('issue_comment') || events.includes('*')));
  }
  const [only] = ours;
  if (only === undefined) {
    throw new Refusal('--repository', `${quote(name)} has no webhook for issue comments`);
  }
  if (ours.length > 1) {
    const ids = ours.map(({ id, config }) => `${id} (${config.url})`).join(', ');
    throw new Refusal('--hook', `${ours.length} webhooks are for issue comments`, `choose one: ${ids}`);
  }
  return only.id;
}

/** The attempts that are no older, in milliseconds since 1970. GitHub lists the newest first. */
async function attemptsSince(hub: GitHub, path: string, since: number): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for await (const page of hub.pages<Attempt>(path)) {
    const young = page.filter(({ delivered_at }) => Date.parse(delivered_at) >= since);
    attempts.push(...young);
    if (young.length < page.length) break;
  }
  return attempts;
}

function repository(value: string): string {
  if (!/^[\w.-]+\/[\w.-]+$/.test(value)) throw new InvalidArgumentError('Such as "acme/shop".');
  return value;
}

function id(value: string): string {
  if (!/^[1-9]\d*$/.test(value))
    throw new InvalidArgumentError('A number: the last part of the address of its settings.');
  return value;
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** In milliseconds. */
function duration(value: string): number {
  const [, count, unit = ''] = /^(\d+)([mhd])$/.exec(value) ?? [];
  const length = Number(count) * (UNITS[unit] ?? Number.NaN);
  if (!(length > 0)) throw new InvalidArgumentError('A whole number with a unit: 30m, 6h or 2d.');
  return length;
}

if (require.main === module) {
  const { env, stdout, stderr } = process;
  ignoreClosedPipes(stdout, stderr);
  run(process.argv.slice(2), { env, stdout, stderr, pause: 1000 }).then((code) => {
    process.exitCode = code;
  });
}

import * as fs from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import type { Engine } from '../engine/engine';
import type { Replay, ReplayInput } from '../replay/replay';
import type { AddCommand, CliContext } from './context';
import { reportError } from './errors';
import { EXIT_CODE } from './exit-code';
import { repeat } from './repeat';

interface ReplayCommandOptions {
  readonly sensor: readonly string[];
  readonly event: readonly string[];
  readonly name?: string;
  readonly dependency?: string;
  readonly header: readonly (readonly [string, string])[];
  readonly time?: string;
  readonly log?: string;
  readonly diff?: string;
  readonly expect?: string;
  readonly update?: true;
  readonly verbose?: true;
  readonly json?: true;
  readonly watch?: true;
}

const HELP = `
A payload is JSON in one of these forms; what it was taken for is said:
  the body of a webhook, as GitHub shows it under "Recent deliveries"
  what the event source publishes: {"headers": …, "body": …}, {"type": "ADD", "body": …} and the like
  a Kubernetes object, as if it had been added
  a cloud event

Examples:
  cdk8s-argo-events replay --sensor sensor.yaml --event delivery.json --header 'X-GitHub-Event: push'
  kubectl logs deploy/my-sensor | cdk8s-argo-events replay --sensor sensor.yaml --log -
  cdk8s-argo-events replay --sensor sensor.yaml --expect tests/ --update

Exit codes:
  0  replayed; with --expect: all expectations are fulfilled; with --diff: nothing differs
  1  with --expect: one is not fulfilled; with --diff: something differs
  2  wrong usage, or a file that cannot be used
  3  the engine is missing, or a file could not be read or written
Nothing is sent. It needs no network and no cluster.`;

/** Adds `replay --sensor FILE --event PAYLOAD…`. */
export const addReplay: AddCommand = (program, context, leave) => {
  program
    .command('replay')
    .description('show what a Sensor does with an event: each filter, and what its triggers write or send')
    .requiredOption(
      '--sensor <file...>',
      'the Sensor, in YAML or JSON; EventSources in the files say of which kind an event is',
    )
    .option('--event <payload...>', 'the events, one after the other; "-" is the standard input', [])
    .option('--name <name>', 'the Sensor, if the file has several')
    .option('--dependency <name>', 'the dependency that the events are for')
    .option(
      '--header <header...>',
      'a header of the request, such as "X-GitHub-Event: push"',
      collectHeaders,
      [],
    )
    .option(
      '--time <time>',
      'when the events happened, such as 2026-01-02T03:04:05Z (default: now)',
      parseTime,
    )
    .option('--log <file>', 'take the events from the log of a sensor')
    .option('--diff <sensor>', 'compare with another version of the Sensor')
    .option('--expect <folder>', 'compare each payload of a folder with the expectation beside it')
    .option('--update', 'write the expectations, as they are fulfilled now')
    .option('--verbose', 'also show the events after their transforms')
    .option('--json', 'a JSON document')
    .option('--watch', 'again whenever a file changes, until you press Ctrl-C')
    .addHelpText('after', HELP)
    .action(async (options: ReplayCommandOptions, command: Command) => {
      checkUsage(options, command);
      leave(await (options.watch ? watch(options, context) : once(options, context)));
    });
};

function checkUsage(
  { event, log, expect, diff, update, watch: isWatched }: ReplayCommandOptions,
  command: Command,
): void {
  const kinds = [event.length > 0, log !== undefined, expect !== undefined].filter(Boolean).length;
  if (kinds !== 1) command.error('error: one of --event, --log and --expect is needed');
  if (update && expect === undefined) command.error('error: --update needs --expect');
  if (diff !== undefined && expect !== undefined)
    command.error('error: --diff and --expect exclude each other');
  if (isWatched && [...event, log].includes('-'))
    command.error('error: --watch cannot watch the standard input');
}

function collectHeaders(
  text: string,
  before: readonly (readonly [string, string])[],
): (readonly [string, string])[] {
  const match = /^([\w-]+):\s*(.*)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('Expected a name, a colon and a value.');
  const { canonicalHeader } = require('../replay/github') as typeof import('../replay/github');
  return [...before, [canonicalHeader(match[1] ?? ''), match[2] ?? '']];
}

function parseTime(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new InvalidArgumentError('Expected a time such as 2026-01-02T03:04:05Z.');
  return new Date(time).toISOString();
}

/** Replays once. What a person has to change is said, with the exit code 2. */
async function once(options: ReplayCommandOptions, context: CliContext): Promise<number> {
  const { BUILD_ENGINE, engine } = require('../engine/load') as typeof import('../engine/load');
  const started = engine();
  if (started === undefined) {
    context.stderr.write(`The engine is missing: ${BUILD_ENGINE}\n`);
    return EXIT_CODE.failure;
  }
  const { ReplayInputError } = require('../replay/errors') as typeof import('../replay/errors');
  try {
    return run(started, options, context);
  } catch (error) {
    if (!(error instanceof ReplayInputError)) return reportError(error, context.stderr);
    context.stderr.write(`${error.message}\n`);
    return EXIT_CODE.usage;
  }
}

function run(engine: Engine, options: ReplayCommandOptions, { stdout, stderr }: CliContext): number {
  const input = inputOf(options, options.sensor);
  if (options.expect !== undefined) return expectAll(engine, options.expect, input, options, stdout);
  const { replay } = require('../replay/replay') as typeof import('../replay/replay');
  const { replayText } = require('../replay/text') as typeof import('../replay/text');
  const result = replay(engine, input);
  if (isForAll(result)) stderr.write(`${FOR_ALL}\n`);
  const show = { verbose: options.verbose === true, toYaml: engine.toYaml };
  if (options.diff !== undefined) {
    const { createTwoFilesPatch } = require('diff') as typeof import('diff');
    const before = replayText(
      replay(engine, { ...input, ...inputOf(options, [options.diff, ...options.sensor.slice(1)]) }),
      show,
    );
    const after = replayText(result, show);
    if (before === after) stderr.write('Nothing differs.\n');
    else
      stdout.write(
        createTwoFilesPatch(options.diff, options.sensor[0] ?? '', before, after, '', '', { context: 4 }),
      );
    return before === after ? EXIT_CODE.fine : EXIT_CODE.findings;
  }
  if (options.json) {
    const { reportOf } = require('../replay/report') as typeof import('../replay/report');
    stdout.write(`${JSON.stringify(reportOf(result, engine.version), undefined, 2)}\n`);
  } else {
    stdout.write(replayText(result, show));
  }
  return EXIT_CODE.fine;
}

const FOR_ALL =
  'Nothing says for which dependency an event is, so it goes to all: choose with --dependency, or give the EventSources to --sensor';

/** Whether a payload went to several events, because it does not say for which it is. */
function isForAll({ events }: Replay): boolean {
  return new Set(events.map(({ payload }) => payload)).size < events.length;
}

function inputOf(options: ReplayCommandOptions, files: readonly string[]): ReplayInput {
  const { readFile, readText, nameOfFile } = require('../replay/files') as typeof import('../replay/files');
  const { readSensor } = require('../replay/sensor-file') as typeof import('../replay/sensor-file');
  const { readJson } = require('../replay/read-json') as typeof import('../replay/read-json');
  const { loggedEvents } = require('../replay/log') as typeof import('../replay/log');
  const { event, log, name, dependency, header, time = new Date().toISOString() } = options;
  const payloads = event.map((file) => ({ file, value: readJson(readText(file), nameOfFile(file)) }));
  const logged =
    log === undefined
      ? []
      : loggedEvents(readText(log), nameOfFile(log)).map((payload) => ({ file: log, payload }));
  const { ReplayInputError } = require('../replay/errors') as typeof import('../replay/errors');
  if (log !== undefined && logged.length === 0) {
    throw new ReplayInputError(
      `${nameOfFile(log)} has no event. A sensor logs an event if a filter has an error; with LOG_LEVEL=debug also if one refuses it`,
    );
  }
  return {
    ...readSensor(
      files.map((file) => ({ file: nameOfFile(file), bytes: readFile(file) })),
      name,
    ),
    payloads: [...payloads, ...logged],
    transformed: log !== undefined,
    dependency,
    headers: Object.fromEntries(header.map(([key, value]) => [key, [value]])),
    time,
  };
}

function expectAll(
  engine: Engine,
  folder: string,
  input: ReplayInput,
  { update }: ReplayCommandOptions,
  stdout: CliContext['stdout'],
): number {
  const { expectFolder } = require('../replay/expect-folder') as typeof import('../replay/expect-folder');
  const results = expectFolder(engine, folder, input, update === true);
  for (const { payload, differences, written } of results) {
    if (written) stdout.write(`written  ${payload.replace(/\.json$/, '.yaml')}\n`);
    if (!update) stdout.write(`${differences.length === 0 ? 'ok      ' : 'differs '} ${payload}\n`);
    for (const difference of differences) stdout.write(`  ${difference}\n`);
  }
  const failing = results.filter(({ differences }) => differences.length > 0).length;
  stdout.write(`${results.length} payloads, ${failing} that differ\n`);
  return failing > 0 ? EXIT_CODE.findings : EXIT_CODE.fine;
}

/** Replays again whenever a file has changed. */
async function watch(options: ReplayCommandOptions, context: CliContext): Promise<number> {
  let last = '';
  let code: number = EXIT_CODE.fine;
  await repeat(0.3, context.stdout, async () => {
    const state = stateOf(options);
    if (state === last) return true;
    if (last !== '') context.stdout.write(`\n${'─'.repeat(60)}\n`);
    last = state;
    code = await once(options, context);
    return true;
  });
  return code;
}

/** The files that are watched, with the time of their last change. */
function stateOf({ sensor, event, log, diff, expect }: ReplayCommandOptions): string {
  const folder =
    expect !== undefined && fs.existsSync(expect)
      ? fs.readdirSync(expect).map((file) => `${expect}/${file}`)
      : [];
  const files = [...sensor, ...event, log, diff, ...folder].filter((file) => file !== undefined);
  return files.map((file) => `${file} ${fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs}`).join('\n');
}

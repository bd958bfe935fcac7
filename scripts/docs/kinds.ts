import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as functions from '../../src/argo-events/event-sources';
import { escapeCell } from './cells';

/** A kind of event sources, as the Go suite records it. */
interface Published {
  readonly keys: readonly string[];
  readonly optional: readonly string[];
  readonly body: string;
  /** Null, if the kind has no field `jsonBody`. */
  readonly jsonBody: string | null;
  readonly ran: 'server' | 'stand-in' | 'decoded';
  readonly server: string | null;
  readonly why: string | null;
}

const RECORD = join(__dirname, '../../test/engine/sources/published.json');

/** The page of the event source kinds, made from the record of the engine's suite. */
export function kindsPage(): string {
  const kinds: Readonly<Record<string, Published>> = JSON.parse(readFileSync(RECORD, 'utf8'));
  return [
    '<!-- Generated from test/engine/sources/published.json by `npm run docs`. Do not edit. -->',
    '',
    '# What the event source kinds publish',
    '',
    'The suite `test/engine/sources` starts the event sources of the engine and records what they publish. The last column',
    'says what a kind ran against:',
    '',
    '- The name of a Go module: a server that the suite starts. `miniredis`, `kfake` and the server in `pubsub/v2` are made',
    '  for tests: they speak the protocol of Redis, of Kafka and of Pub/Sub.',
    '- "The clock", "the file system", "requests to its port": the kind needs no server.',
    '- "Stand-in": the suite has a server of its own, which answers only what the engine asks for.',
    '- "Decoded only": the kind did not run. The suite reads the source of the engine, and encodes the data as it does.',
    '',
    'The body of an event has one of these forms:',
    '',
    '- base64: a text that your trigger has to decode. The engine encodes all bytes in this way, also those of a text or of',
    '  JSON. With `jsonBody: true`, the body is the JSON itself. A message that is not JSON is then not published.',
    '- text: the message as it is.',
    '- JSON: an object, a list, a number, a text or null, as it was sent.',
    '- none: the data has no key `body`.',
    '',
    '| kind | function | keys of the data | body | body with `jsonBody` | ran against |',
    '|---|---|---|---|---|---|',
    ...Object.entries(kinds).map(row),
    '',
    'A key with `?` is left out when there is nothing to say. `metadata` is that of the event source. The kinds `file`, `hdfs`',
    'and `sftp` publish `null` for it instead, and `slack` never publishes it.',
    '',
    '`slack` publishes what Slack sent, at the top: the table has the keys of an event. A slash command and an interaction have',
    'those of Slack.',
    '',
  ].join('\n');
}

function row([kind, { keys, optional, body, jsonBody, ran, server, why }]: [string, Published]): string {
  const names = [...keys, ...optional.map((key) => `${key}?`)].map((key) => `\`${key}\``);
  const against = { server, 'stand-in': `Stand-in: ${why}`, decoded: `Decoded only: ${why}` }[ran] ?? '';
  const cells = [`\`${kind}\``, `\`${functionOf(kind)}\``, names.join(' '), body, jsonBody ?? '–', against];
  return `| ${cells.map(escapeCell).join(' | ')} |`;
}

function functionOf(kind: string): string {
  const name = Object.keys(functions).find((one) => one.toLowerCase() === `${kind}event`.toLowerCase());
  if (name === undefined)
    throw new Error(`src/argo-events/event-sources/index.ts has no function for ${kind}`);
  return name;
}

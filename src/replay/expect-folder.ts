import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseDocument, stringify } from 'yaml';
import type { Engine } from '../engine/engine';
import { isObject } from '../lint/plain';
import { ReplayInputError } from './errors';
import { differences, type Expectation, expectationOf } from './expectation';
import { readText } from './files';
import { readJson } from './read-json';
import { type ReplayInput, replay } from './replay';

/** What came of the payloads of a folder. */
export interface ExpectResult {
  readonly payload: string;
  /** What differs; none if the expectation is fulfilled. */
  readonly differences: readonly string[];
  /** Whether the expectation was written. */
  readonly written: boolean;
}

/** The fields of an expectation, and what the payload does not say of itself. */
interface ExpectationFile extends Expectation {
  readonly dependency?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly time?: string;
}

const FIELDS = ['dependencies', 'triggers', 'dependency', 'headers', 'time'];

/**
 * Replays each payload of a folder, each alone, and compares it with the expectation beside it: that of `opened.json` is
 * `opened.yaml`.
 *
 * @param update whether expectations are written instead, as they are fulfilled now
 * @throws ReplayInputError if a payload has no expectation, or a file cannot be read
 */
export function expectFolder(
  engine: Engine,
  folder: string,
  input: Omit<ReplayInput, 'payloads'>,
  update: boolean,
): ExpectResult[] {
  const payloads = payloadsIn(folder);
  return payloads.map((payload) => {
    const file = payload.replace(/\.json$/, '.yaml');
    const exists = fs.existsSync(file);
    if (!exists && !update) {
      throw new ReplayInputError(`${payload} has no expectation ${file}; --update writes it`);
    }
    const expected: ExpectationFile = exists ? readExpectation(file) : {};
    const given = { file: payload, value: readJson(readText(payload), payload) };
    const { dependency = input.dependency, headers = {}, time = input.time } = expected;
    const lists = Object.entries(headers).map(([name, value]) => [name, [value]] as const);
    const result = replay(engine, {
      ...input,
      dependency,
      time,
      headers: { ...input.headers, ...Object.fromEntries(lists) },
      payloads: [given],
    });
    if (!update) return { payload, differences: differences(expected, result), written: false };
    const text = stringify({ ...expected, ...expectationOf(result) }, { lineWidth: 0 });
    const written = !exists || fs.readFileSync(file, 'utf8') !== text;
    if (written) fs.writeFileSync(file, text);
    return { payload, differences: [], written };
  });
}

function payloadsIn(folder: string): string[] {
  let names: string[];
  try {
    names = fs.readdirSync(folder);
  } catch {
    throw new ReplayInputError(`There is no folder ${folder}`);
  }
  const payloads = names.filter((name) => name.endsWith('.json')).sort();
  if (payloads.length === 0) throw new ReplayInputError(`${folder} has no payload: no file ends with .json`);
  return payloads.map((name) => path.join(folder, name));
}

function readExpectation(file: string): ExpectationFile {
  const document = parseDocument(fs.readFileSync(file, 'utf8'));
  const [error] = document.errors;
  if (error !== undefined) throw new ReplayInputError(`${file}: ${error.message}`);
  const value: unknown = document.toJS() ?? {};
  if (!isObject(value)) throw new ReplayInputError(`${file}: expected the fields ${FIELDS.join(', ')}`);
  const unknown = Object.keys(value).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined) {
    throw new ReplayInputError(`${file}: unknown field "${unknown}"; expected ${FIELDS.join(', ')}`);
  }
  return value as ExpectationFile;
}

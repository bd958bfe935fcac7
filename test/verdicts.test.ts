import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { TASK_TREE } from './app';
import { payloads } from './payloads';
import { toFile } from './payloads/payload';

// The verdicts are on the app with the task's props, so that a prop of src/main.ts makes none of them stale.
const VERDICTS = join(__dirname, 'engine/verdicts');

interface Judged {
  readonly sensor: string;
  readonly sha256: string;
  readonly valid: boolean;
  readonly payloads: readonly string[];
}

function verdicts(): string[] {
  return readdirSync(VERDICTS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );
}

test('the verdicts are on what is rendered and on every sample: run npm run verdicts', () => {
  const of = [...TASK_TREE].filter(([file]) => file.endsWith('-sensor.yaml'));
  const rendered = of.map(([sensor, text]) => ({
    sensor,
    sha256: createHash('sha256').update(text).digest('hex'),
    valid: true,
  }));
  const judged = verdicts()
    .filter((path) => path.includes('/_'))
    .map((path) => parse(readFileSync(join(VERDICTS, path), 'utf8')) as Judged);
  expect(judged).toEqual(rendered.map((sensor) => expect.objectContaining(sensor)));
  const judgedPayloads = judged.flatMap(({ payloads }) => payloads).sort();
  expect(judgedPayloads).toEqual(payloads.map(({ name }) => name).sort());
  const files = verdicts().filter((path) => !path.includes('/_'));
  expect(files.map((path) => path.replace(/^.*\//, '').replace('.yaml', '')).sort()).toEqual(judgedPayloads);
});

test('the sample events are the ones that the code makes: run npm run payloads', () => {
  const folder = join(__dirname, 'payloads');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  expect(files.sort()).toEqual(payloads.map(({ name }) => `${name}.json`).sort());
  for (const payload of payloads) {
    expect(readFileSync(join(folder, `${payload.name}.json`), 'utf8')).toBe(toFile(payload, payloads));
  }
});

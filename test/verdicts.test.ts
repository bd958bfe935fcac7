import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { payloads } from './payloads';
import { toFile } from './payloads/payload';

const ROOT = join(__dirname, '..');
const VERDICTS = join(__dirname, 'engine/verdicts');

interface Judged {
  readonly sensor: string;
  readonly sha256: string;
  readonly valid: boolean;
  readonly payloads: readonly string[];
}

const sensors = readdirSync(join(ROOT, 'dist'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('-sensor.yaml'),
);

function verdicts(): string[] {
  return readdirSync(VERDICTS, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );
}

test.each(sensors)('the engine has judged %s as it is: run npm run test:engine -- -update', (file) => {
  const bytes = readFileSync(join(ROOT, 'dist', file));
  const { metadata } = parse(bytes.toString()) as { metadata: { name: string } };
  const verdict = verdicts().find((path) => path.endsWith(`/_${metadata.name}.yaml`));
  const judged = parse(readFileSync(join(VERDICTS, `${verdict}`), 'utf8')) as Judged;
  expect(judged.sensor).toBe(file);
  expect(judged.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(judged.valid).toBe(true);
  // Of the shards of a sensor there is one verdict on each sample.
  const folder = `${verdict}`.replace(/[^/]*$/, '');
  expect(
    verdicts()
      .filter((path) => path.startsWith(folder) && !path.includes('/_'))
      .sort(),
  ).toEqual(judged.payloads.map((name) => `${folder}${name}.yaml`).sort());
});

test('each sample is judged', () => {
  const judged = verdicts()
    .filter((path) => !path.includes('/_'))
    .map((path) => path.replace(/^.*\//, '').replace('.yaml', ''));
  expect(judged.sort()).toEqual(payloads.map(({ name }) => name).sort());
});

test('the verdicts are of sensors that are rendered', () => {
  expect(verdicts().filter((path) => path.includes('/_'))).toHaveLength(sensors.length);
});

test('the sample events are the ones that the code makes: run npm run payloads', () => {
  const folder = join(__dirname, 'payloads');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  expect(files.sort()).toEqual(payloads.map(({ name }) => `${name}.json`).sort());
  for (const payload of payloads) {
    expect(readFileSync(join(folder, `${payload.name}.json`), 'utf8')).toBe(toFile(payload));
  }
});

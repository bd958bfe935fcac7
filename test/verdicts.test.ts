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

test.each(sensors)('the engine has judged %s as it is: run npm run test:engine -- -update', (file) => {
  const bytes = readFileSync(join(ROOT, 'dist', file));
  const { metadata } = parse(bytes.toString()) as { metadata: { name: string } };
  const judged = parse(readFileSync(join(VERDICTS, metadata.name, '_sensor.yaml'), 'utf8')) as Judged;
  expect(judged.sensor).toBe(file);
  expect(judged.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(judged.valid).toBe(true);
  expect([...judged.payloads].sort()).toEqual(payloads.map(({ name }) => name).sort());
});

test('the verdicts are of sensors that are rendered', () => {
  expect(readdirSync(VERDICTS)).toHaveLength(sensors.length);
});

test('the sample events are the ones that the code makes: run npm run payloads', () => {
  const folder = join(__dirname, 'payloads');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  expect(files.sort()).toEqual(payloads.map(({ name }) => `${name}.json`).sort());
  for (const payload of payloads) {
    expect(readFileSync(join(folder, `${payload.name}.json`), 'utf8')).toBe(toFile(payload));
  }
});

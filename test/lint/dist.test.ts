import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toLine } from '../../src/validation';
import { check, objectsIn } from './samples';

const DIST = join(__dirname, '../../dist');

// The Secrets are made by hand.
const EXTERNALS = ['github-token', 'github-webhook'].map((name) => ({
  kind: 'Secret',
  metadata: { name, namespace: 'github-webhooks' },
}));

test('no rule finds anything in what this repository renders', () => {
  const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );
  const objects = files.flatMap((file) => objectsIn(readFileSync(join(DIST, file), 'utf8')));
  expect(objects.map((object) => object['kind'])).toEqual(
    expect.arrayContaining(['Sensor', 'EventSource', 'EventBus']),
  );
  expect(check(objects, EXTERNALS).map((finding) => toLine(finding))).toEqual([]);
});

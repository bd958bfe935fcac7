import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { externalsOf } from '../../src/argo-events/external';
import { toLine } from '../../src/findings/line';
import { buildApp } from '../../src/main';
import { check, objectsIn } from './samples';

const DIST = join(__dirname, '../../dist');

test('no rule finds anything in dist/', () => {
  const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );
  const objects = files.flatMap((file) => objectsIn(readFileSync(join(DIST, file), 'utf8')));
  expect(objects.map((object) => object['kind'])).toEqual(expect.arrayContaining(['Sensor', 'EventSource']));
  const externals = externalsOf(buildApp());
  expect(check(objects, externals).map(toLine)).toEqual([]);
});

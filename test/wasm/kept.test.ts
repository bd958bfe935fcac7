import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Fault } from '../../src/engine/engine';
import { keptAnswers } from '../../src/engine/kept';
import { temporaryDirectory } from '../gitops/directory';

const root = temporaryDirectory();
const cache = () => path.join(root(), 'node_modules/.cache/cdk8s-argo-events');
const file = () => path.join(cache(), 'engine-b1.json');
const FAULT: Fault = { message: 'unexpected EOF', line: 1, column: 5 };

beforeEach(() => {
  fs.mkdirSync(path.join(root(), 'node_modules'));
  fs.mkdirSync(path.join(root(), 'deep/folder'), { recursive: true });
  jest.spyOn(process, 'cwd').mockReturnValue(path.join(root(), 'deep/folder'));
});

afterEach(() => jest.restoreAllMocks());

const written = () => new Promise((resolve) => setImmediate(resolve));

test('answers outlive the process, in the node_modules of the project', async () => {
  const answers = keptAnswers('b1');
  answers.set('good', null);
  answers.set('bad', FAULT);
  await written();
  const later = keptAnswers('b1');
  expect([later.get('good'), later.get('bad'), later.get('other')]).toEqual([null, FAULT, undefined]);
  expect(fs.readdirSync(cache())).toEqual(['engine-b1.json']);
});

test('another build has answers of its own', async () => {
  keptAnswers('b1').set('good', null);
  await written();
  expect(keptAnswers('b2').get('good')).toBeUndefined();
});

test('what another process has written meanwhile stays', async () => {
  const [one, other] = [keptAnswers('b1'), keptAnswers('b1')];
  one.set('a', null);
  await written();
  other.set('b', FAULT);
  await written();
  const all = keptAnswers('b1');
  expect([all.get('a'), all.get('b')]).toEqual([null, FAULT]);
});

test.each([
  ['no JSON', '{"a":'],
  ['a list', '[null]'],
  ['a text', '"a"'],
  ['null', 'null'],
  ['a number for an answer', '{"a": 1}'],
  ['an answer without message', '{"a": {"line": 1}}'],
  ['an answer with a text for a line', '{"a": {"message": "m", "line": "1"}}'],
  ['names that are none', '{"a": {"message": "m", "known": [1]}}'],
  ['more than is ever written', `{"a": null, "b": "${'x'.repeat(1_100_000)}"}`],
])('a file that has %s is as none, and is written anew', async (_, content) => {
  fs.mkdirSync(cache(), { recursive: true });
  fs.writeFileSync(file(), content);
  const answers = keptAnswers('b1');
  expect(answers.get('a')).toBeUndefined();
  answers.set('a', FAULT);
  await written();
  expect(JSON.parse(fs.readFileSync(file(), 'utf8'))).toEqual({ a: FAULT });
});

test('the file stays small: the oldest answers go', async () => {
  const answers = keptAnswers('b1');
  const known = [Array.from({ length: 1000 }, () => 'x'.repeat(8)).join('')];
  for (let number = 0; number < 300; number++) answers.set(`k${number}`, { message: 'm', known });
  await written();
  expect(fs.statSync(file()).size).toBeLessThanOrEqual(1_000_000);
  const later = keptAnswers('b1');
  expect([later.get('k0'), later.get('k299')]).toEqual([undefined, { message: 'm', known }]);
});

test('files of builds that are no longer in use go', async () => {
  fs.mkdirSync(cache(), { recursive: true });
  const old = path.join(cache(), 'engine-b0.json');
  fs.writeFileSync(old, '{}');
  fs.utimesSync(old, 0, 0);
  keptAnswers('b1').set('a', null);
  await written();
  expect(fs.readdirSync(cache())).toEqual(['engine-b1.json']);
});

test('without a folder to write to, nothing is kept, and nothing fails', async () => {
  fs.rmSync(path.join(root(), 'node_modules'), { recursive: true });
  // A file, so that no folder can be made in it, whoever runs this.
  fs.writeFileSync(path.join(root(), 'node_modules'), '');
  const answers = keptAnswers('b1');
  answers.set('a', null);
  await written();
  expect(answers.get('a')).toBeNull();
  expect(keptAnswers('b1').get('a')).toBeUndefined();
});

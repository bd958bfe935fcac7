import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { inFolder, SENSOR, sensorWith } from './files';

const { lint, lines, write } = inFolder();

const SOURCE = `apiVersion: argoproj.io/v1alpha1
kind: EventSource
metadata: { name: hooks, namespace: events }
spec:
  webhook:
    push:
      port: 12000   # ours
      endpoint: push
      method: POST
      authSecret: { name: hook, key: token }
`;

/** The text of a file after --fix. */
async function fixed(text: string): Promise<string> {
  await lint(['a.yaml', '--fix'], { 'a.yaml': text });
  return readFileSync('a.yaml', 'utf8');
}

test('what has one right answer is changed, and nothing else', async () => {
  const result = await lint(['a.yaml', '--fix'], { 'a.yaml': SOURCE });
  expect(readFileSync('a.yaml', 'utf8')).toBe(
    SOURCE.replace('12000 ', '"12000" ').replace('endpoint: push', 'endpoint: /push'),
  );
  expect(result).toEqual({
    code: 0,
    stdout: 'fixed 2 values in a.yaml\n1 file, 1 object of Argo Events, 0 findings\n',
    stderr: '',
  });
});

const filter = (value: string) =>
  sensorWith(
    'eventName: push',
    `eventName: push\n      filters:\n        data:\n          - path: body.x\n            type: string\n            value:\n              - ${value}`,
  );

test.each([
  ['a number', '5', '"5"'],
  ['a word that kubectl reads as a boolean', 'on', '"on"'],
  ['an octal number', '0777', '"0777"'],
  ['a login', '"^x[bot]$"', '"^x\\\\[bot\\\\]$"'],
  ['a login in single quotes', "'^it''s[bot]$'", "'^it''s\\[bot\\]$'"],
  ['a login without quotes', '^x[bot]$', '"^x\\\\[bot\\\\]$"'],
  ['a text in the wrong encoding', 'ðŸ”´', '"🔴"'],
])('%s', async (_, before, after) => {
  expect(await fixed(filter(before))).toBe(filter(after));
});

test('a number in quotes where a number is needed', async () => {
  const text = sensorWith('spec:\n', 'spec:\n  replicas: "3"\n');
  expect(await fixed(text)).toBe(sensorWith('spec:\n', 'spec:\n  replicas: 3\n'));
});

test('a file with CRLF and a mark stays one', async () => {
  const text = (source: string) => `\ufeff${source.replaceAll('\n', '\r\n')}`;
  expect(await fixed(text(filter('5')))).toBe(text(filter('"5"')));
});

test('of several documents and of a List, each at its place', async () => {
  const list = (port: string) =>
    `apiVersion: v1\nkind: List\nitems:\n  - ${SOURCE.replace('12000', port).replace('endpoint: p', 'endpoint: /p').trimEnd().replaceAll('\n', '\n    ')}\n`;
  expect(await fixed(`${filter('5')}---\n${list('12000')}`)).toBe(`${filter('"5"')}---\n${list('"12000"')}`);
});

test('JSON stays JSON', async () => {
  const text = '{"kind": "Sensor", "apiVersion": "argoproj.io/v1alpha1", "metadata": {"name": 5}}';
  expect(await fixed(text)).toBe(text.replace('5', '"5"'));
});

describe('a person has to decide', () => {
  test.each([
    ['a misspelled field', sensorWith('log: {}', 'lgo: {}')],
    [
      'a value that an alias has elsewhere',
      filter('&x 5').replace('log: {}', 'log: {}\n      rateLimit: *x'),
    ],
    ['a value that comes from elsewhere', filter('*x').replace('name: triage', 'name: &x 5')],
    ['a block of lines', filter('|-\n                x[bot]')],
  ])('%s', async (_, text) => {
    expect((await lint(['a.yaml', '--fix'], { 'a.yaml': text })).code).toBe(1);
    expect(readFileSync('a.yaml', 'utf8')).toBe(text);
  });

  test('a file in another encoding', async () => {
    const bytes = Buffer.from(filter('5'), 'utf16le');
    await lint(['a.yaml', '--fix'], { 'a.yaml': bytes });
    expect(readFileSync('a.yaml').equals(bytes)).toBe(true);
  });
});

test('it is told what could be fixed', async () => {
  expect((await lines(['a.yaml'], { 'a.yaml': SOURCE })).slice(2)).toEqual([
    '--fix can change 2 of them',
    '1 file, 1 object of Argo Events, 2 findings (2 errors)',
  ]);
});

test('nothing is written if there is nothing to fix', async () => {
  write({ 'a.yaml': SENSOR });
  const before = statSync('a.yaml').mtimeMs;
  await lint(['a.yaml', '--fix']);
  expect(statSync('a.yaml').mtimeMs).toBe(before);
});

test('a file is replaced at once, keeps its mode, and a symbolic link stays one', async () => {
  write({ 'real.yaml': filter('5') });
  chmodSync('real.yaml', 0o640);
  symlinkSync('real.yaml', 'a.yaml');
  await lint(['a.yaml', '--fix']);
  expect(lstatSync('a.yaml').isSymbolicLink()).toBe(true);
  expect(readFileSync('real.yaml', 'utf8')).toBe(filter('"5"'));
  expect(statSync('real.yaml').mode & 0o777).toBe(0o640);
  expect(readdirSync('.').sort()).toEqual(['a.yaml', 'real.yaml']);
});

test('the standard input cannot be changed', async () => {
  expect(await lint(['-', '--fix'], {}, filter('5'))).toEqual({
    code: 2,
    stdout: '',
    stderr: 'error: --fix changes files, and "-" is none\n',
  });
});

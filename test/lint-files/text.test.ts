import { BAD, inFolder, SENSOR, sensorWith } from './files';

const { lint, lines } = inFolder();

test('a finding has its place, the line with carets, and what to write', async () => {
  expect(await lint(['a.yaml'], { 'a.yaml': BAD })).toEqual({
    code: 1,
    stdout: [
      'a.yaml:15:9: error: trigger "note": unknown field "lgo" [schema]',
      '   15 |         lgo: {}',
      '      |         ^^^',
      '      = help: did you mean "log"?',
      '',
      '1 file, 1 object of Argo Events, 1 finding (1 error)',
      '',
    ].join('\n'),
    stderr: '',
  });
});

test('a file without findings has the last line alone', async () => {
  expect(await lint(['a.yaml'], { 'a.yaml': SENSOR })).toEqual({
    code: 0,
    stdout: '1 file, 1 object of Argo Events, 0 findings\n',
    stderr: '',
  });
});

test('of a missing field, the place is that of the nearest one around it', async () => {
  expect(await lines(['a.yaml'], { 'a.yaml': sensorWith('        name: note\n', '') })).toEqual([
    'a.yaml:12:7: error: template: missing field "name" [schema]',
    '1 file, 1 object of Argo Events, 1 finding (1 error)',
  ]);
});

test.each([
  [
    '      eventName: push',
    '      eventName:',
    '8:7: error: dependency "push": missing field "eventName" [schema]',
  ],
  [
    '      eventName: push',
    '      eventName: n',
    '10:18: error: dependency "push", eventName: kubectl reads n as false, not as a string [schema]',
  ],
  ['    - template:', '    - templates:', '12:7: error: triggers[0]: unknown field "templates" [schema]'],
  ['spec:', 'spec: x\ndata:', '6:7: error: spec: expected an object, not a string [schema]'],
])('in place of %j, %j says which field it is', async (part, text, expected) => {
  expect(await lines(['a.yaml'], { 'a.yaml': sensorWith(part, text) })).toContain(`a.yaml:${expected}`);
});

test('a name that kubectl reads as a boolean is one finding, not also a variable without a field', async () => {
  const filter =
    'eventName: push\n      filters: { exprs: [{ expr: n > 1, fields: [{ name: n, path: body.n }] }] }';
  expect(await lines(['a.yaml'], { 'a.yaml': sensorWith('eventName: push', filter) })).toEqual([
    expect.stringContaining('name: kubectl reads n as false, not as a string [schema]'),
    '--fix can change 1 of them',
    '1 file, 1 object of Argo Events, 1 finding (1 error)',
  ]);
});

test('a missing field that a rule asks for is named', async () => {
  const http = 'http: { url: "https://example.com", method: POST }';
  expect((await lines(['a.yaml'], { 'a.yaml': sensorWith('log: {}', http) }))[0]).toMatch(
    /^a\.yaml:12:7: \w+: trigger "note", policy\.status\.allow: every status counts as success/,
  );
});

test('all fields that an object lacks are one finding', async () => {
  expect(await lines(['a.yaml'], { 'a.yaml': 'kind: EventSource\n' })).toEqual([
    'a.yaml:1:1: error: EventSource without name: missing fields "apiVersion", "metadata" and "spec" [schema]',
    '1 file, 1 object of Argo Events, 1 finding (1 error)',
  ]);
});

test('tabs, wide characters and those of other places do not move the carets', async () => {
  const text = sensorWith('eventName: push', 'eventName: {"日本🔴":\t1}');
  const { stdout } = await lint(['a.yaml'], { 'a.yaml': text });
  expect(stdout).toContain(['   10 |       eventName: {"日本🔴":  1}', '      |       ^^^^^^^^^'].join('\n'));
  const bad = sensorWith('        log: {}', '        log: { "日本🔴": 1 } # x').replace('note', 'n');
  expect((await lint(['b.yaml'], { 'b.yaml': bad })).stdout).toContain(
    ['log: { "日本🔴": 1 } # x', `      |                ${'^'.repeat(8)}`].join('\n'),
  );
});

test('of a long line, the part around the place is shown', async () => {
  const text = JSON.stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'EventBus',
    metadata: { name: 'default', annotations: { long: 'x'.repeat(500) } },
    spec: { jetstream: { version: 'latest', volumeSize: '1Gi', more: 'y'.repeat(500) } },
  });
  const { stdout } = await lint(['a.json'], { 'a.json': text });
  const [first = '', line = '', carets = ''] = stdout.split('\n');
  expect(first).toMatch(/^a\.json:1:\d+: error: jetstream: unknown field "volumeSize" \[schema\]$/);
  expect(line.length).toBeLessThan(130);
  const start = carets.indexOf('^');
  expect(line.slice(start, carets.length)).toBe('"volumeSize"');
});

test('what is in a file cannot move the cursor or look like a finding', async () => {
  const text = sensorWith('eventName: push', 'eventName: "a\\e[31mb\\nc.yaml:1:1: error: x"');
  const other = text.replace('eventSourceName: github', 'eventSourceNam: "\u202egithub"');
  const { stdout } = await lint(['a.yaml'], { 'a.yaml': other });
  expect(stdout).toContain('\\u{202e}');
  expect(stdout).not.toMatch(/[\u202e]|^c\.yaml/m);
  expect(stdout).not.toContain('\u001b');
});

test('what was skipped is told once for each reason, and at most five names', async () => {
  const files = Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7].map((n) => [`chart/t${n}.yaml`, '{{- if .Values.x }}\n{{- end }}\n']),
  );
  expect((await lines(['.'], { ...files, 'a.yaml': SENSOR })).at(0)).toMatch(
    /^skipped chart\/t1\.yaml, .*, chart\/t5\.yaml and 2 more: a Helm template; /,
  );
});

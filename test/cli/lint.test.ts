import { truncateSync, writeFileSync } from 'node:fs';
import { BAD, inFolder, SENSOR, sensorWith } from '../lint-files/files';

const { lint, lines } = inFolder();
const NOTHING = 'No Sensor, EventSource or EventBus was found. If that is right, add --allow-empty\n';

test('what another program prints is read from the standard input', async () => {
  expect(
    await lines(['-'], {}, `# Source: chart/x.yaml\n${BAD}---\n${SENSOR.replace('triage', 'b')}`),
  ).toEqual([
    '<stdin>:16:9: error: trigger "note": unknown field "lgo" [schema]',
    '1 file, 2 objects of Argo Events, 1 finding (1 error)',
  ]);
});

test.each([
  [[], 'error: a file or folder is needed, such as "."\n'],
  [
    ['--format', 'xml', '.'],
    /^error: option '--format <format>' argument 'xml' is invalid\. Allowed choices are text, /,
  ],
  [['--fail-on', 'all', '.'], /^error: option '--fail-on <severity>' argument 'all' is invalid\./],
  [['--nothing', '.'], /^error: unknown option '--nothing'/],
  [['none.yaml'], 'No such file or folder: none.yaml\n'],
  [['*.none'], 'No file matches *.none\n'],
  [['--explain', 'stream-replica'], 'unknown rule "stream-replica"; did you mean "stream-replicas"?\n'],
])('%j is wrong usage', async (argv, message) => {
  const { code, stdout, stderr } = await lint(argv);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  if (typeof message === 'string') expect(stderr).toBe(message);
  else expect(stderr).toMatch(message);
});

test('a program is told in its form that there is no such file', async () => {
  const { code, stdout } = await lint(['--format', 'json', 'none.yaml']);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    exitCode: 2,
    error: 'No such file or folder: none.yaml',
    findings: [],
  });
});

test('where nothing of Argo Events is, nothing is known', async () => {
  const files = { 'a.yaml': 'kind: ConfigMap\n', 'b.yaml': 'kind: Sensor\napiVersion: iot.example.com/v1\n' };
  expect(await lint(['.'], files)).toEqual({
    code: 3,
    stdout: '2 files, 0 objects of Argo Events, 0 findings\n',
    stderr: NOTHING,
  });
  expect((await lint(['.', '--allow-empty'])).code).toBe(0);
});

test('a file that cannot be read does not keep from checking the others', async () => {
  const { code, stdout, stderr } = await lint(['/proc/self/mem', 'a.yaml'], { 'a.yaml': BAD });
  expect(code).toBe(3);
  expect(stdout).toContain('a.yaml:15:9: error: ');
  expect(stderr).toMatch(/^not read: \/proc\/self\/mem: E\w+/);
});

test('a file that is too large is skipped', async () => {
  writeFileSync('big.yaml', '');
  truncateSync('big.yaml', 65 * 1024 * 1024);
  expect(await lines(['.'], { 'a.yaml': SENSOR })).toEqual([
    'skipped big.yaml: larger than 64 MB',
    '1 file, 1 object of Argo Events, 0 findings',
  ]);
});

describe('what cannot be read', () => {
  const broken = 'kind: Chart\na: [\n';

  test('is a finding in a file that was named', async () => {
    expect(await lines(['a.yaml'], { 'a.yaml': broken })).toEqual([
      'a.yaml:2:4: error: the bracket is not closed [yaml]',
      '1 file, 0 objects of Argo Events, 1 finding (1 error)',
    ]);
  });

  test('is skipped in a folder, if it does not mention Argo Events', async () => {
    const files = { 'a.yaml': broken, 'b.yaml': SENSOR, 'c.yaml': `a: 1\na: 2\n---\n${broken}` };
    expect(await lines(['.'], files)).toEqual([
      'skipped a.yaml, c.yaml: it cannot be read, and does not mention Argo Events',
      '3 files, 1 object of Argo Events, 0 findings',
    ]);
  });

  test('is a finding in a folder, if it does', async () => {
    const files = { 'a.yaml': broken.replace('Chart', 'Sensor'), 'b.yaml': `${SENSOR}---\n${broken}` };
    expect(await lines(['.'], files)).toEqual([
      'a.yaml:2:4: error: the bracket is not closed [yaml]',
      'skipped b.yaml: it cannot be read, and does not mention Argo Events',
      '2 files, 1 object of Argo Events, 1 finding (1 error)',
    ]);
  });
});

describe('an object', () => {
  const first = async (text: string) => (await lines(['a.yaml'], { 'a.yaml': text }))[0];

  test('of another API is not checked', async () => {
    const other = BAD.replace('argoproj.io', 'sensors.example.com');
    expect(await lines(['a.yaml'], { 'a.yaml': `${SENSOR}---\n${other}` })).toEqual([
      '1 file, 1 object of Argo Events, 0 findings',
    ]);
  });

  test.each([
    [
      'argoproj.io/v1alpha1',
      'argoproj.io/v1alpha2',
      'a.yaml:1:13: error: apiVersion: expected "argoproj.io/v1alpha1", not "argoproj.io/v1alpha2" [schema]',
    ],
    [
      'argoproj.io/v1alpha1',
      'argoprj.io/v1alpha1',
      'a.yaml:1:13: error: apiVersion: expected "argoproj.io/v1alpha1", not "argoprj.io/v1alpha1" [schema]',
    ],
    [
      'argoproj.io/v1alpha1',
      'argoproj/v1alpha1',
      'a.yaml:1:13: error: apiVersion: expected "argoproj.io/v1alpha1", not "argoproj/v1alpha1" [schema]',
    ],
    ['kind: Sensor', 'kind: sensor', 'a.yaml:2:7: error: kind: unknown kind "sensor" [schema]'],
    ['kind: Sensor', 'kind: Eventsource', 'a.yaml:2:7: error: kind: unknown kind "Eventsource" [schema]'],
    [
      'apiVersion: argoproj.io/v1alpha1\n',
      '',
      'a.yaml:1:1: error: Sensor "triage": missing field "apiVersion" [schema]',
    ],
  ])('whose %s is %j is told', async (part, text, expected) => {
    expect(await first(sensorWith(part, text))).toBe(expected);
  });

  test('may be as the cluster has it', async () => {
    const more = `namespace: events
  uid: 1-2
  resourceVersion: "5"
  creationTimestamp: 2026-01-01T00:00:00Z
  managedFields: [{ fieldsType: FieldsV1, fieldsV1: { 'f:spec': {} }, manager: kubectl }]`;
    const text = `${sensorWith('namespace: events', more)}status: { conditions: [] }\n`;
    expect(await first(text)).toBe('1 file, 1 object of Argo Events, 0 findings');
  });

  test('of Argo Workflows is not one of ours', async () => {
    expect((await lint(['a.yaml'], { 'a.yaml': sensorWith('kind: Sensor', 'kind: Workflow') })).code).toBe(3);
  });
});

describe('the other objects', () => {
  const unknown = async (...argv: string[]) =>
    (await lines(['.', ...argv])).filter((line) => line.includes('[unknown-'));

  test('are looked for only if they should all be there', async () => {
    expect((await lint(['.'], { 'a.yaml': SENSOR })).code).toBe(0);
    expect(await unknown('--complete')).toEqual([
      'a.yaml:6:1: warning: eventBusName: no EventBus "default" in namespace "events" [unknown-event-bus]',
      'a.yaml:9:24: warning: dependency "push": no EventSource "github" in namespace "events" [unknown-event-source]',
    ]);
  });

  test('and the help is for people who write YAML', async () => {
    const { stdout } = await lint(['.', '--complete'], { 'a.yaml': SENSOR });
    expect(stdout).toContain('help: add it, or give the file that has it\n');
    expect(stdout).not.toContain('external');
  });

  test('may be made elsewhere', async () => {
    const made = (kind: string, name: string) =>
      `---\nkind: ${kind}\nmetadata: { name: ${name}, namespace: events, annotations: { x-external: "" } }\n`;
    const text = `${SENSOR}${made('EventBus', 'default')}${made('EventSource', 'github')}`;
    expect(await lines(['a.yaml', '--complete'], { 'a.yaml': text })).toEqual([
      '1 file, 1 object of Argo Events, 0 findings',
    ]);
  });
});

describe('one object in two files', () => {
  const found = async (files: Record<string, string>, ...argv: string[]) =>
    (await lines(['.', ...argv], files)).filter((line) => line.includes('[duplicate-object]'));

  test('is told with the place of the other one', async () => {
    expect(await found({ 'a.yaml': SENSOR, 'b.yaml': `# mine\n${SENSOR}` })).toEqual([
      'b.yaml:5:9: error: the Sensor "triage" is also defined in a.yaml:4 [duplicate-object]',
    ]);
  });

  test('may be that of two overlays, unless the files are all applied', async () => {
    const files = { 'dev/a.yaml': SENSOR, 'prod/a.yaml': SENSOR };
    expect(await found(files)).toEqual([]);
    expect(await found(files, '--complete')).toEqual([expect.stringMatching(/^prod\/a\.yaml:4:9: /)]);
  });

  test('is no matter of ours if it is of another kind', async () => {
    expect(
      await found({
        'a.yaml': 'kind: Secret\nmetadata: { name: a }\n---\nkind: Secret\nmetadata: { name: a }\n',
      }),
    ).toEqual([]);
  });

  test('is another one in another namespace', async () => {
    expect(
      await found({ 'a.yaml': SENSOR, 'b.yaml': sensorWith('namespace: events', 'namespace: b') }),
    ).toEqual([]);
  });
});

test('one text has one finding, even if several rules find something about it', async () => {
  const filter = `eventName: push
      filters:
        data:
          - path: body.sender.login
            type: string
            value: ["*[bot]"]`;
  expect(await lines(['a.yaml'], { 'a.yaml': sensorWith('eventName: push', filter) })).toHaveLength(3);
});

test('--list-rules has all rules', async () => {
  const { code, stdout } = await lint(['--list-rules']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^log-level +warning +The environment variable LOG_LEVEL has an unknown value$/m);
  expect(stdout).toMatch(/^yaml +error +/m);
  const { rules } = JSON.parse((await lint(['--list-rules', '--format', 'json'])).stdout);
  expect(rules).toContainEqual({ id: 'log-level', severity: 'warning', summary: expect.any(String) });
});

test('--explain says what a rule is about, with examples', async () => {
  const { code, stdout } = await lint(['--explain', 'log-level']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^log-level\n\nWarning\. The environment variable LOG_LEVEL has an unknown value\.\n\nLevels are/,
  );
  expect(stdout).toMatch(/\nBad:\n\n {4}apiVersion: /);
  expect(stdout).toMatch(/ {14}value: DEBUG\n/);
  expect(stdout).toMatch(/\nGood:\n\n {4}apiVersion: .* {14}value: debug\n/s);
  expect(stdout).not.toMatch(/```|&lt;/);
});

test('--explain knows every rule of --list-rules', async () => {
  const { rules } = JSON.parse((await lint(['--list-rules', '--format', 'json'])).stdout);
  for (const { id, summary } of rules) {
    expect((await lint(['--explain', id])).stdout).toContain(summary);
  }
});

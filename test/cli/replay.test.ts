import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli';
import { hasEngine } from '../../src/engine/load';

// Without the engine, as in a fresh clone, what asks it is skipped: npm run build:engine builds it.
const describeEngine = hasEngine() ? describe : describe.skip;

const folder = mkdtempSync(join(tmpdir(), 'replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SENSOR = `
apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata: { name: deploy, namespace: ci }
spec:
  dependencies:
    - name: pushed
      eventSourceName: hooks
      eventName: push
      filters:
        data: [{ path: body.ref, type: string, value: ["^refs/heads/main$"] }]
        exprs: [{ expr: n > 1, fields: [{ name: "n", path: body.n }] }]
  triggers:
    - template:
        name: go
        k8s:
          operation: create
          source: { resource: { apiVersion: v1, kind: ConfigMap, metadata: { name: d }, data: { id: "" } } }
          parameters: [{ src: { dependencyName: pushed, dataKey: body.id }, dest: data.id }]
`;

function file(name: string, content: string | object): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const sensor = file('s.yaml', SENSOR);
const main = { ref: 'refs/heads/main', n: 2, id: 'x' };

async function replay(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const output = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof output) => ({
    write: (text: string) => {
      output[name] += text;
    },
  });
  const refuse = () => {
    throw new Error('not asked for');
  };
  const code = await run(['replay', ...args], {
    loadApp: refuse,
    connect: refuse,
    stdout: stream('stdout'),
    stderr: stream('stderr'),
  });
  return { code, stdout: output.stdout.replaceAll(folder, ''), stderr: output.stderr.replaceAll(folder, '') };
}

describeEngine('replay', () => {
  test('shows each filter with what it saw, and what goes out', async () => {
    const events = [file('a.json', main), file('b.json', { ref: 'refs/heads/x' })];
    const { code, stdout, stderr } = await replay('--sensor', sensor, '--event', ...events);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`event 1: /a.json, the body of a webhook event, published as hooks / push

dependency "pushed" takes it
  passes   n > 1                         n = 2
  passes   body.ref = ^refs/heads/main$  "refs/heads/main"

trigger "go" fires
  create ConfigMap ci/d
    apiVersion: v1
    data:
      id: x
    kind: ConfigMap
    metadata:
      labels:
        events.argoproj.io/action-timestamp: (the time of the call)
        events.argoproj.io/sensor: deploy
        events.argoproj.io/trigger: go
      name: d
      namespace: ci

event 2: /b.json, the body of a webhook event, published as hooks / push

dependency "pushed" refuses it
  refuses  n > 1                         n = absent
  refuses  body.ref = ^refs/heads/main$  "refs/heads/x"
  because of the error, the sensor logs the whole event

no trigger fires

1 of 2 dependencies took the event, 1 trigger fired
`);
  });

  test('says why a trigger fails, and which parameter has no value', async () => {
    const { stdout, code } = await replay(
      '--sensor',
      sensor,
      '--event',
      file('c.json', { ...main, id: undefined }),
    );
    expect(code).toBe(0);
    expect(stdout).toContain(`trigger "go" fails
  unable to resolve 'pushed' parameter value. err: <nil>
  the parameter for data.id (body.id) has no value
`);
  });

  test('--json has all of it', async () => {
    const { stdout } = await replay('--sensor', sensor, '--event', file('a.json', main), '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      engine: 'v1.9.11',
      sensor: { namespace: 'ci', name: 'deploy' },
      events: [{ form: 'the body of a webhook event', source: 'hooks', subject: 'push' }],
      dependencies: [{ name: 'pushed', outcome: 'passed' }],
      triggers: [{ trigger: 'go', does: [{ verb: 'create', name: 'd' }] }],
    });
  });

  test('--diff shows what another version of the Sensor does', async () => {
    const events = ['--event', file('a.json', main)];
    const other = file('other.yaml', SENSOR.replace('dest: data.id', 'dest: data.key'));
    const { code, stdout } = await replay('--sensor', other, '--diff', sensor, ...events);
    expect(code).toBe(1);
    expect(stdout).toContain('-      id: x\n+      id: ""\n+      key: x\n');
    expect(await replay('--sensor', sensor, '--diff', sensor, ...events)).toMatchObject({
      code: 0,
      stderr: 'Nothing differs.\n',
    });
  });

  test('--expect compares a folder of payloads, --update writes what is expected', async () => {
    const tests = join(folder, 'tests');
    mkdirSync(tests);
    writeFileSync(join(tests, 'main.json'), JSON.stringify(main));
    const args = ['--sensor', sensor, '--expect', tests];
    expect(await replay(...args)).toMatchObject({
      code: 2,
      stderr: '/tests/main.json has no expectation /tests/main.yaml; --update writes it\n',
    });
    expect((await replay(...args, '--update')).stdout).toBe(
      'written  /tests/main.yaml\n1 payloads, 0 that differ\n',
    );
    expect(readFileSync(join(tests, 'main.yaml'), 'utf8')).toMatch(
      /^dependencies:\n {2}pushed: passed\ntriggers:\n {2}go:\n/,
    );
    expect(await replay(...args)).toMatchObject({
      code: 0,
      stdout: 'ok       /tests/main.json\n1 payloads, 0 that differ\n',
    });
    const expectation = `
dependencies: { pushed: refused }
triggers: { go: { create ConfigMap ci/d: { data: { id: y, more: z } } }, other: {} }
`;
    writeFileSync(join(tests, 'main.yaml'), expectation);
    expect(await replay(...args)).toMatchObject({
      code: 1,
      stdout: `differs  /tests/main.json
  dependency "pushed": expected "refused", not "passed"
  trigger "go": ["create ConfigMap ci/d"].data.id: expected "y", not "x"
  trigger "go": ["create ConfigMap ci/d"].data has no "more"; it has "id"
  trigger "other" does not fire
1 payloads, 1 that differ
`,
    });
    writeFileSync(join(tests, 'main.yaml'), 'triggers: {}');
    expect((await replay(...args)).stdout).toContain(
      'trigger "go" fires, and the expectation does not name it',
    );
    writeFileSync(join(tests, 'main.yaml'), 'trigger: {}');
    expect(await replay(...args)).toMatchObject({
      code: 2,
      stderr:
        '/tests/main.yaml: unknown field "trigger"; expected dependencies, triggers, dependency, headers, time\n',
    });
  });

  test('--log takes the events out of the log of a sensor, and applies no transform again', async () => {
    const transformed = file(
      't.yaml',
      SENSOR.replace('filters:', 'transform: { jq: "error" }\n      filters:'),
    );
    const msg = `Event [ID 'x', Source 'hooks', Time '2026-01-02T03:04:05Z', Data '{"body":{"ref":"refs/heads/main"}}'] discarded due to filtering error: no`;
    const { stdout } = await replay('--sensor', transformed, '--log', file('log', JSON.stringify({ msg })));
    expect(stdout).toContain(
      'dependency "pushed" refuses it\n  refuses  n > 1                         n = absent\n',
    );
    expect(await replay('--sensor', sensor, '--log', file('log', 'nothing'))).toMatchObject({
      code: 2,
      stderr:
        '/log has no event. A sensor logs an event if a filter has an error; with LOG_LEVEL=debug also if one refuses it\n',
    });
  });

  test.each<[string, string[], RegExp]>([
    ['no payload', ['--sensor', sensor], /one of --event, --log and --expect is needed/],
    [
      'a dependency that is not there',
      ['--sensor', sensor, '--event', sensor, '--dependency', 'x'],
      /s.yaml:2:\d+: this is no JSON|no JSON/,
    ],
    [
      'a header without a colon',
      ['--sensor', sensor, '--event', 'x', '--header', 'a'],
      /a name, a colon and a value/,
    ],
    ['a time that is none', ['--sensor', sensor, '--event', 'x', '--time', 'soon'], /a time such as/],
    ['--update alone', ['--sensor', sensor, '--event', 'x', '--update'], /--update needs --expect/],
    ['a file that is not there', ['--sensor', '/no.yaml', '--event', sensor], /./],
  ])('%s is wrong usage', async (_, args, message) => {
    const { code, stderr, stdout } = await replay(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('a field of another type is an error that leads to lint', async () => {
    const bare = file('bare.yaml', SENSOR.replace('name: "n"', 'name: n'));
    expect(await replay('--sensor', bare, '--event', file('a.json', main))).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'the engine cannot read the Sensor "deploy": cannot unmarshal bool into Go struct field PayloadField.spec.dependencies.filters.exprs.fields.name of type string; cdk8s-argo-events lint says where\n',
    });
  });

  test('a payload of another event source is an error that says what the Sensor waits for', async () => {
    const event = file('ce.json', { specversion: '1.0', source: 'other', subject: 'x', data: {} });
    expect(await replay('--sensor', sensor, '--event', event)).toMatchObject({
      code: 2,
      stderr:
        '/ce.json is of "other", but the Sensor waits for hooks / push; choose a dependency with --dependency, or give a payload for it\n',
    });
    expect((await replay('--sensor', sensor, '--event', event, '--dependency', 'pushed')).code).toBe(0);
  });
});

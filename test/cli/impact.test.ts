import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli';

const folder = mkdtempSync(join(tmpdir(), 'impact-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function impact(argv: readonly string[], input = '') {
  const output = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof output) => ({ write: (text: string) => (output[name] += text) });
  const unused = () => Promise.reject(new Error('not asked for'));
  const code = await run(['impact', ...argv], {
    loadApp: () => {
      throw new Error('not asked for');
    },
    connect: unused,
    stdin: (async function* () {
      yield Buffer.from(input);
    })(),
    stdout: stream('stdout'),
    stderr: stream('stderr'),
  });
  return { code, ...output };
}

const SENSOR = `
apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata: { name: shop, namespace: events }
spec:
  dependencies: [{ name: comment, eventSourceName: github, eventName: comments }]
  triggers: [{ atLeastOnce: true, template: { name: act, conditions: comment, log: {} } }]
`;
const file = (name: string, text: string) => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const old = file('old/shop.yaml', SENSOR);
const same = file('same/other-name.json', JSON.stringify({ kind: 'List', apiVersion: 'v1', items: [] }));
const changed = file('new/shop.yaml', SENSOR.replace('comments }', 'comments, transform: { jq: . } }'));

test('prints what is lost, why, and what to do, and leaves with 1', async () => {
  expect(await impact([old, join(folder, 'new')])).toEqual({
    code: 1,
    stderr: '',
    stdout: `Events on the bus
  LOST Sensor events/shop: dependency "comment" has another "transform"; trigger "act" starts again with new events, and what waits at the deploy is lost
      do: deploy while no event "comments" of EventSource "github" waits, or have what came in meanwhile sent again
      why: When a sensor starts, it compares its spec with the one that it has kept on the bus, and deletes the consumers of what has changed or is gone. Those that it makes again get new events only (setStateToSpec in pkg/eventbus/jetstream/sensor/sensor_jetstream.go, DeliverNew in trigger_conn.go).

Pods and calls
  - Sensor events/shop: its pods are replaced
      why: The whole spec is in the environment of the pod, so each change of it changes the Deployment (buildDeployment in pkg/reconciler/sensor/resource.go and pkg/reconciler/eventsource/resource.go).

1 object before, 1 after: something is lost (1 lost, 1 to know). To accept it, say why: "Impact: accepted, <reason>"
`,
  });
});

test('leaves with 0 if nothing is lost, or somebody accepts it', async () => {
  expect(await impact([old, old])).toEqual({
    code: 0,
    stderr: '',
    stdout: '1 object before, 1 after: nothing to tell\n',
  });
  const accepted = await impact([old, changed, '--accept', 'a test']);
  expect(accepted.code).toBe(0);
  expect(accepted.stdout).toContain('something is lost (1 lost, 1 to know), accepted: a test\n');
  expect((await impact([old, changed, '--accepted-in', '-'], 'Impact: accepted, a test')).code).toBe(0);
  expect((await impact([old, changed, '--accepted-in', '-'], 'no word of it')).code).toBe(1);
});

test('reads the standard input, on either side', async () => {
  expect((await impact(['-', changed], SENSOR)).code).toBe(1);
  expect((await impact([old, '-'], SENSOR)).code).toBe(0);
});

test('prints JSON', async () => {
  const { stdout, code } = await impact([old, changed, '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    exitCode: 1,
    before: 1,
    after: 1,
    loses: true,
    statements: [
      {
        about: 'events',
        effect: 'lost',
        objects: [{ kind: 'Sensor', namespace: 'events', name: 'shop' }],
        consumers: [{ trigger: 'act', dependency: 'comment', fate: 'reset' }],
      },
      { about: 'load', effect: 'note' },
    ],
  });
  expect((await impact([old, changed, '--format', 'json'])).stdout).toBe(stdout);
});

test('what is no object yet is not what is deleted', async () => {
  const template = file('chart/templates/a.yaml', 'kind: Sensor\nmetadata: { name: {{ .Values.name }} }\n');
  const { code, stdout, stderr } = await impact([old, template]);
  expect([code, stdout, stderr]).toEqual([
    3,
    '',
    expect.stringMatching(/^not read: .*a\.yaml: a Helm template; /),
  ]);
});

test('a file that cannot be read is no empty one', async () => {
  const broken = file('broken/shop.yaml', `${SENSOR}  wrong: [\n`);
  expect(await impact([old, broken])).toMatchObject({
    code: 3,
    stdout: '',
    stderr: expect.stringMatching(/^not read: .*shop\.yaml:\d+: /),
  });
  const binary = await impact([old, file('binary.yaml', '\u0000\u0001')]);
  expect(binary.code).not.toBe(1);
});

test('refuses wrong usage, and says what is needed', async () => {
  expect(await impact([old])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("missing required argument 'new'"),
  });
  expect(await impact([old, join(folder, 'nowhere')])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('No such file or folder'),
  });
  expect((await impact(['-', '-'])).code).toBe(2);
  expect((await impact([old, changed, '--accept', ' '])).code).toBe(2);
  expect((await impact([old, changed, '--accepted-in', join(folder, 'nowhere')])).code).toBe(2);
  expect(await impact([same, same])).toEqual({
    code: 3,
    stdout: '',
    stderr: `No object was found in ${same}\n`,
  });
});

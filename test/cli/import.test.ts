import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeCluster } from '../cluster/fake';
import { command } from './command';

const folder = mkdtempSync(join(tmpdir(), 'import-'));
afterAll(() => rmSync(folder, { recursive: true }));

const BUS = `
apiVersion: argoproj.io/v1alpha1
kind: EventBus
metadata: { name: default, namespace: events }
spec: { jetstream: { version: latest, replicas: 3 } }
`;
const SENSOR = `
apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata: { name: shop, namespace: events }
spec:
  dependencies: [{ name: order, eventSourceName: shop, eventName: order }]
  triggers:
    - template:
        name: tell
        k8s:
          source: { url: { path: 'https://example.com/pod.yaml' } }
`;

async function importing(yaml: string | Buffer, ...argv: string[]) {
  const file = join(folder, 'shop.yaml');
  writeFileSync(file, yaml);
  const result = await command(fakeCluster({}), ['import', file, ...argv]);
  return { ...result, stderr: result.stderr.replaceAll(file, 'shop.yaml') };
}

test('prints the program, and nothing else', async () => {
  const { code, stdout, stderr } = await importing(BUS);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(`import { App } from 'cdk8s';
import { EventBus, Folder, jetStream } from 'cdk8s-argo-events';

export const app = new App();
const folder = new Folder(app, 'shop', { path: 'shop' });

new EventBus(folder, 'default', {
  namespace: 'events',
  spec: jetStream({ version: 'latest', replicas: 3 }),
});
`);
});

test('says what is kept in the engine’s own form, and in which namespace an object is put', async () => {
  const { code, stdout, stderr } = await importing(
    SENSOR.replace('metadata: { name: shop, namespace: events }', 'metadata: { name: shop }'),
    '--namespace',
    'shop',
  );
  expect(code).toBe(0);
  expect(stdout).toContain("namespace: 'shop'");
  expect(stderr).toBe(
    'Sensor "shop" has no namespace: it is put into "shop" (see --namespace)\n' +
      'Sensor "shop", trigger "tell": kept in the engine\'s own form: its object comes from url\n',
  );
});

test('says that grant(…) renders a Role', async () => {
  const { stdout, stderr } = await importing(
    SENSOR.replace('spec:', 'spec:\n  template: { serviceAccountName: shop }').replace(
      /source: .*/,
      'source: { resource: { apiVersion: v1, kind: Pod } }',
    ),
  );
  expect(stdout).toContain("shop.grant({ name: 'shop', namespace: 'events' });");
  expect(stderr).toContain('Sensor "shop": grant(…) renders a Role and a RoleBinding for its account too');
});

test('leaves with 1 if synth refuses the program, and says why', async () => {
  const { code, stdout, stderr } = await importing(
    SENSOR.replace('name: tell', 'name: tell\n        conditions: order').replace(
      'eventName: order }',
      'eventName: order }, { name: paid, eventSourceName: shop, eventName: paid }',
    ),
  );
  expect(code).toBe(1);
  expect(stdout).toContain("shop.on('paid', ");
  expect(stderr).toContain('synth refuses: [shop/shop] dependency "paid"');
});

test('writes a file, and overwrites one only with --force', async () => {
  const out = join(folder, 'shop.ts');
  expect(await importing(BUS, '-o', out)).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(readFileSync(out, 'utf8')).toContain('new EventBus');
  writeFileSync(out, 'mine');
  expect(await importing(BUS, '-o', out)).toMatchObject({
    code: 2,
    stderr: `${out} exists: name another file, or add --force\n`,
  });
  expect(readFileSync(out, 'utf8')).toBe('mine');
  expect(await importing(BUS, '-o', out, '--force')).toMatchObject({ code: 0 });
  expect(readFileSync(out, 'utf8')).toContain('new EventBus');
});

test.each([
  [
    'a: [',
    'shop.yaml:1:4: the text ends, or goes on further to the left, before a bracket or a quote is closed: close it, or indent this line',
  ],
  ['just a text', 'shop.yaml:1: no Kubernetes object: it has no kind'],
  ['', 'shop.yaml has no Sensor, EventSource or EventBus'],
  ['a: 1', 'shop.yaml:1: no Kubernetes object: it has no kind'],
  [
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }',
    'shop.yaml has no Sensor, EventSource or EventBus',
  ],
  ['apiVersion: argoproj.io/v1alpha1\nkind: Sensor\nmetadata: {}', 'shop.yaml:1: the Sensor has no name'],
  ['kind: {{ .Values.kind }}', 'shop.yaml is a Helm template: import what "helm template" prints'],
])('says what is wrong with a file: %j', async (yaml, message) => {
  const { code, stdout, stderr } = await importing(yaml);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `${message}\n` });
});

test.each([
  [
    Buffer.from(`\ufeff${BUS}`, 'utf16le'),
    'shop.yaml is in UTF-16, which kubectl cannot read: save it as UTF-8',
  ],
  [
    Buffer.from(`# caf\u00e9\n${BUS}`, 'latin1'),
    'shop.yaml is not in UTF-8, which kubectl cannot read: save it as UTF-8',
  ],
  [Buffer.from([0, 1, 2]), 'shop.yaml is no text'],
])('says what is wrong with the bytes of a file: %#', async (bytes, message) => {
  expect(await importing(bytes)).toEqual({ code: 2, stdout: '', stderr: `${message}\n` });
});

test('leaves with 2 if there is no such file', async () => {
  const none = join(folder, 'none.yaml');
  const out = join(folder, 'none.ts');
  const { code, stderr } = await command(fakeCluster({}), ['import', none, '--out', out]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: `No such file: ${none}\n` });
  expect(existsSync(out)).toBe(false);
  expect((await command(fakeCluster({}), ['import', folder])).stderr).toBe(
    `${folder} is a folder; expected a file\n`,
  );
});

test('leaves with 3 if the file cannot be read', async () => {
  const { code, stderr } = await command(fakeCluster({}), ['import', '/proc/self/mem']);
  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(/^E\w+: /) });
});

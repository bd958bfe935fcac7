import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli';
import { appOf } from '../app';

const folder = mkdtempSync(join(tmpdir(), 'graph-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function graph(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const output = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof output) => ({ write: (text: string) => (output[name] += text) });
  const code = await run(['graph', ...args], {
    loadApp: () => appOf(),
    connect: () => Promise.reject(new Error('not asked for')),
    stdout: stream('stdout'),
    stderr: stream('stderr'),
  });
  return { code, ...output };
}

const sensor = join(folder, 'sensor.yaml');
writeFileSync(
  sensor,
  `
apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata: { name: s }
spec:
  dependencies: [{ name: d, eventSourceName: e, eventName: f }]
  triggers: [{ template: { name: t, log: {} } }]
`,
);

test('draws YAML for Mermaid and for Graphviz', async () => {
  expect(await graph(folder)).toEqual({
    code: 0,
    stderr: '',
    stdout: `flowchart LR
  subgraph group0["EventSource e"]
    event_f(["f"])
  end
  subgraph group1["Sensor s"]
    dependency_d[["d"]]
    trigger_t["t"]
  end
  request_log>"log"]
  event_f --> dependency_d
  trigger_t -->|"send"| request_log
  dependency_d --> trigger_t
`,
  });
  const { stdout } = await graph('--format', 'dot', '--brief', sensor);
  expect(stdout).toContain('event_f -> trigger_t [label="d"];');
});

test('says what kubectl cannot read', async () => {
  const broken = join(folder, 'broken.yml');
  writeFileSync(broken, 'a: [\n');
  expect(await graph(broken)).toEqual({
    code: 3,
    stdout: '',
    stderr: expect.stringMatching(/^not read: .*broken\.yml:1: the bracket is not closed\n$/),
  });
  rmSync(broken);
});

test('draws an app', async () => {
  const { code, stdout } = await graph('app.ts', '--brief');
  expect(code).toBe(0);
  expect(stdout).toContain('check-iteration-state');
});

test('says that there is no Sensor, and no such file', async () => {
  const other = join(folder, 'other.yaml');
  writeFileSync(other, 'apiVersion: v1\nkind: Secret\nmetadata: { name: s }\n');
  expect(await graph(other)).toEqual({ code: 3, stdout: '', stderr: 'No Sensor was found\n' });
  expect((await graph(join(folder, 'no.yaml'))).code).toBe(2);
});

import { rmSync } from 'node:fs';
import type { PlainObject } from '../../src/lint/rule';
import { compile, programFolder } from '../docs/programs';
import { imported, objectsIn, renderedBy, writeProgram } from './programs';

const SOURCE = `
apiVersion: argoproj.io/v1alpha1
kind: EventSource
metadata: { name: github, namespace: events }
spec:
  github:
    push:
      repositories: [{ owner: acme, names: [shop] }]
      webhook: { endpoint: /push, port: "12000", method: POST }
      events: [push]
      webhookSecret: { name: github, key: secret }
`;
const SENSOR = `
apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata: { name: github, namespace: events }
spec:
  dependencies:
    - name: push
      eventSourceName: github
      eventName: push
      filters:
        data: [{ path: body.ref, type: string, value: ["^refs/heads/.*$"] }]
    - { name: again, eventSourceName: github, eventName: push }
  triggers:
    - template: { name: a, conditions: "push || again", log: {} }
    - template: { name: b, log: {} }
`;

const both = imported([...objectsIn(SOURCE), ...objectsIn(SENSOR)]);

test('a dependency refers to the event source of the file, with the type of what is read', () => {
  expect(both.code).toContain('interface PushData {\n  body: { ref: string };\n}');
  expect(both.code).toContain("github.event('push') as EventReference<unknown> as EventReference<PushData>");
  expect(both.code).toContain("matches(e.body.ref, '^refs/heads/.*$')");
});

test('names that are taken get the kind', () => {
  expect(both.code).toContain("const github = new EventSource(folder, 'github', {");
  expect(both.code).toContain("const githubSensor = new Sensor(folder, 'github-sensor', {");
});

test('conditions are joined, and without conditions a trigger waits for all', () => {
  expect(both.code).toContain('conditions: push.or(again)');
  expect(both.code).toContain('conditions: push.and(again)');
});

test('a sensor refers by name to an event source that no construct can make', () => {
  const unknown = objectsIn(SOURCE.replace('events: [push]', 'events: [push]\n      unheard: 1'));
  const { code, kept } = imported([...unknown, ...objectsIn(SENSOR)]);
  expect(code).toContain("eventReference<PushData>('github', 'push')");
  expect(code).toContain("new Manifest(folder, 'github', {");
  expect(kept).toEqual([
    expect.objectContaining({
      object: 'EventSource "github"',
      what: '',
      why: expect.stringContaining('unknown field "unheard"'),
    }),
  ]);
});

test('what the API server has added is left out, and what no construct says is patched', () => {
  const live = SENSOR.replace(
    'metadata: { name: github, namespace: events }',
    'metadata: { name: github, namespace: events, uid: a, resourceVersion: "7", finalizers: [sensor-controller], annotations: { kubectl.kubernetes.io/last-applied-configuration: "{}" } }\nstatus: { conditions: [] }',
  );
  const { code } = imported(objectsIn(live));
  expect(code).toContain(
    "githubObject.addJsonPatch(JsonPatch.add('/metadata/finalizers', ['sensor-controller']));",
  );
  expect(code).not.toMatch(/uid|resourceVersion|last-applied|status/);
});

test('texts are quoted as they are', () => {
  const folder = programFolder();
  const texts = ['it\'s "both"', `two\nlines \`$\{x}\` \\n`, 'tab\t\u2028\u0000', '\n', '__proto__', '#{1}'];
  const data = Object.fromEntries(
    texts.map((text, index) => [index === 4 ? '__proto__' : `key ${text}`, text]),
  );
  const map: PlainObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'texts', namespace: 'events' },
    data,
  };
  try {
    const file = writeProgram(folder, 'texts', imported([map]));
    expect(compile(folder)).toBe('');
    expect(renderedBy(file)).toEqual([map]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  [{}],
  [{ spec: null }],
  [{ spec: { dependencies: 1, triggers: 'x' } }],
  [{ spec: { triggers: [null] } }],
  [{ spec: [] }],
])('an object of any shape is kept as it is: %j', (fields) => {
  for (const kind of ['Sensor', 'EventSource', 'EventBus']) {
    const { code, kept } = imported([
      { apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name: 'a' }, ...fields },
    ]);
    expect(code).toContain('new Manifest(');
    expect(kept).toHaveLength(1);
  }
});

import fc from 'fast-check';
import { parse } from 'yaml';
import { briefOf } from '../../src/graph/brief';
import { toDot } from '../../src/graph/dot';
import type { Graph } from '../../src/graph/graph';
import { toMermaid } from '../../src/graph/mermaid';
import { graphOf } from '../../src/graph/sensors';
import type { PlainObject } from '../../src/lint';

const objects = [
  `
kind: EventSource
metadata: { name: gh, namespace: events }
spec: { github: { prs: { events: [pull_request, push] } } }
`,
  `
kind: EventSource
metadata: { name: cluster, namespace: events }
spec: { resource: { runs: { group: argoproj.io, version: v1, resource: workflows, namespace: ci, eventTypes: [ADD] } } }
`,
  `
kind: Sensor
metadata: { name: build, namespace: events }
spec:
  dependencies:
    - name: opened
      eventSourceName: gh
      eventName: prs
      transform: { jq: . }
      filters: { data: [{ path: body.action, type: string, value: [^opened$, ^reopened$] }] }
    - { name: nightly, eventSourceName: clock, eventName: night }
    - { name: ran, eventSourceName: cluster, eventName: runs }
  triggers:
    - template:
        name: run
        conditions: opened || nightly
        argoWorkflow:
          operation: submit
          source: { resource: { apiVersion: argoproj.io/v1, kind: Workflow, metadata: { generateName: build-, namespace: ci } } }
      dlqTrigger: { template: { name: tell, slack: { channel: ops } } }
    - template:
        name: report
        conditions: ran
        http: { url: "", method: PATCH }
      parameters:
        - { src: { dependencyName: ran, dataKey: body.url }, dest: http.url }
    - { template: { name: note, conditions: ran, log: {} } }
`,
].map((text) => parse(text) as PlainObject);

/** The arrows of a graph, by the names in its boxes. */
function arrows({ nodes, edges }: Graph): string[] {
  const names = new Map(nodes.map(({ id, lines: [name = ''] }) => [id, name]));
  return edges.map(
    ({ from, to, label, onFailure }) =>
      `${names.get(from)} ${onFailure ? '~' : '-'}${label ?? ''}> ${names.get(to)}`,
  );
}

test('events lead to dependencies, to triggers, to what they do, and back to what is watched', () => {
  expect(arrows(graphOf(objects))).toEqual([
    'prs -> opened',
    'night -> nightly',
    'runs -> ran',
    'run -submit> Workflow ci/build-…',
    'tell -send> slack ops',
    'run ~if all retries fail> tell',
    'opened -> run',
    'nightly -> run',
    'report -PATCH> {body.url}',
    'ran -> report',
    'note -send> log',
    'ran -> note',
    'Workflow ci/build-… -ADD> runs',
  ]);
});

test('a box says what its object says, and in what it is', () => {
  expect(graphOf(objects).nodes.map(({ kind, lines, group }) => [kind, lines.join(' | '), group])).toEqual([
    ['event', 'prs | github pull_request, push', 'EventSource events/gh'],
    ['dependency', 'opened | transform in jq | body.action = ^opened$ or ^reopened$', 'Sensor events/build'],
    // Nothing is known of an EventSource that is not here.
    ['event', 'night', 'EventSource events/clock'],
    ['dependency', 'nightly', 'Sensor events/build'],
    ['event', 'runs | resource workflows in ci', 'EventSource events/cluster'],
    ['dependency', 'ran', 'Sensor events/build'],
    ['trigger', 'run | if opened || nightly', 'Sensor events/build'],
    ['object', 'Workflow ci/build-…', undefined],
    ['trigger', 'tell', 'Sensor events/build'],
    ['request', 'slack ops', undefined],
    ['trigger', 'report', 'Sensor events/build'],
    ['request', '{body.url}', undefined],
    ['trigger', 'note', 'Sensor events/build'],
    ['request', 'log', undefined],
  ]);
});

test('in brief', () => {
  expect(arrows(briefOf(graphOf(objects)))).toEqual([
    'prs -opened> run',
    'night -nightly> run',
    'Workflow ci/build-… -ran> report',
    'run -submit> Workflow ci/build-…',
    'report -PATCH> {body.url}',
    'report -send> log',
  ]);
});

test('filters of every kind are told', () => {
  const sensor = parse(`
kind: Sensor
metadata: { name: s }
spec:
  dependencies:
    - name: d
      eventSourceName: e
      eventName: f
      transform: { script: return event }
      filters:
        data: [{ path: body.n, type: number, comparator: ">", value: ["3"] }]
        exprs: [{ expr: a > 1, fields: [{ name: a, path: body.a }] }]
        context: { type: webhook, subject: "" }
        time: { start: "08:00:00", stop: "18:00:00" }
        script: return true
`) as PlainObject;
  expect(graphOf([sensor]).nodes.find(({ kind }) => kind === 'dependency')?.lines).toEqual([
    'd',
    'transform in Lua',
    'body.n > 3',
    'a > 1',
    'context type = webhook',
    'from 08:00:00 to 18:00:00 UTC',
    'a script in Lua',
  ]);
});

test.each([
  [{}],
  [{ kind: 'Sensor' }],
  [{ kind: 'Sensor', spec: { dependencies: [null, 3], triggers: [null, { template: { k8s: [] } }] } }],
  [{ kind: 'EventSource', metadata: 3, spec: { resource: { a: null } } }],
])('survives %j', (object) => {
  expect(() => toMermaid(briefOf(graphOf([object as PlainObject])))).not.toThrow();
  expect(() => toDot(graphOf([object as PlainObject]))).not.toThrow();
});

const one = (text: string): Graph => ({
  nodes: [{ id: 'a1', kind: 'trigger', lines: [text], group: text }],
  edges: [{ from: 'a1', to: 'a1', label: text }],
});

test('Mermaid: any text stays within its quotes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const lines = toMermaid(one(text)).trimEnd().split('\n');
      expect(lines).toHaveLength(5);
      for (const line of lines) expect(line).toMatch(/^[^"]*(?:"[^"`<>;#]*(?:#\d+;[^"`<>;#]*)*"[^"]*)?$/);
    }),
  );
  expect(toMermaid(one('a "b" <c>'))).toBe(`flowchart LR
  subgraph group0["a #34;b#34; #60;c#62;"]
    a1["a #34;b#34; #60;c#62;"]
  end
  a1 -->|"a #34;b#34; #60;c#62;"| a1
`);
});

test('DOT: any text stays within its quotes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const line of toDot(one(text)).split('\n')) {
        expect(line).toMatch(/^[^"]*(?:"(?:[^"\\]|\\["\\])*"[^"]*)?$/);
      }
    }),
  );
  expect(toDot(one('a "b" \\n'))).toContain('a1 [shape=box, label="a \\"b\\" \\\\n"];');
});

test('ids are of the names, and no two are the same', () => {
  const sensor = (name: string) =>
    parse(
      `{ kind: Sensor, metadata: { name: ${name} }, spec: { triggers: [{ template: { name: a-b } }, { template: { name: a.b } }] } }`,
    ) as PlainObject;
  expect(graphOf([sensor('x'), sensor('y')]).nodes.map(({ id }) => id)).toEqual([
    'trigger_a_b',
    'trigger_a_b_2',
    'trigger_a_b_3',
    'trigger_a_b_4',
  ]);
});

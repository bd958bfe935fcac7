import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ENGINE } from '../../scripts/imports/engine';
import type { BusEvent } from '../../src/engine/judgement';
import { engine } from '../../src/engine/load';
import type { PlainObject } from '../../src/lint';
import { describeEngine } from '../engine-built';

const ask = () => engine()!;

const event = (data: unknown, more: Partial<BusEvent> = {}): BusEvent => ({
  id: '1',
  type: 'webhook',
  source: 'hooks',
  subject: 'push',
  time: '2026-01-02T03:04:05Z',
  contentType: 'application/json',
  data,
  ...more,
});

const sensor = (spec: string): PlainObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Sensor',
  metadata: { name: 's', namespace: 'events' },
  spec: parse(spec) as PlainObject,
});

test('the engine is of the modules that the suite on the engine has', () => {
  const versions = (file: string) =>
    new Map(
      [
        ...readFileSync(join(__dirname, '../..', file), 'utf8').matchAll(
          /^\s*(?:require )?(\S+\.\S+) (v\S+)/gm,
        ),
      ].map(([, name = '', version = '']) => [name, version]),
    );
  const own = versions('src/engine/go/go.mod');
  const suite = versions('test/engine/go.mod');
  expect(own.get(ENGINE.module)).toBe(ENGINE.version);
  const differing = [...own].filter(([name, version]) => suite.has(name) && suite.get(name) !== version);
  expect(differing).toEqual([]);
});

describeEngine('the engine', () => {
  test('says its version', () => expect(ask().version).toBe(ENGINE.version));

  test('leaves the globals as they were', () => {
    ask();
    expect(Object.keys(globalThis)).not.toEqual(expect.arrayContaining(['Go', 'argoEventsEngine']));
    expect(existsSync(__filename)).toBe(true);
  });

  test.each([
    ['jq', '.a |', { message: 'unexpected EOF', line: 1, column: 5 }],
    ['jq', '.a\n| b c', { message: 'unexpected token "c"', line: 2, column: 5, near: 'c' }],
    [
      'jq',
      '.a | tojsn',
      { message: 'function not defined: tojsn/0', known: expect.arrayContaining(['tojson/0']) },
    ],
    ['jq', '.a | ascii_downcase', undefined],
    ['lua', 'if x then', { message: 'syntax error' }],
    ['lua', 'x = 1\nend', { message: 'syntax error', line: 2, column: 1, near: 'end' }],
    ['lua', 'break', { message: 'no loop to break' }],
    ['lua', 'return event.body.x == 1', undefined],
    ['expression', 'a = 1', { message: "Invalid token: '='" }],
    ['expression', 'contains(a, 1)', { message: 'Undefined function contains' }],
    ['expression', 'a == "x" && b =~ "y"', undefined],
    ['eventFilter', 'body.a = 1', { message: 'unexpected token Operator("=")', line: 1, column: 8 }],
    ['eventFilter', 'body.a == `', { message: "unrecognized character: U+0060 '`'", line: 1, column: 11 }],
    [
      'eventFilter',
      'f(1)',
      { message: 'function "f" not defined', line: 1, column: 1, known: expect.arrayContaining(['asInt']) },
    ],
    ['eventFilter', 'len(body.a) == 1 && sprig.trim(body.b) == ""', undefined],
    [
      'template',
      '{{ .Input.x | upperr }}',
      {
        message: 'function "upperr" not defined',
        line: 1,
        known: expect.arrayContaining(['upper', 'printf']),
      },
    ],
    ['template', '{{ define "x" }}{{ end }}', undefined],
    ['template', '{{ .Input.x | upper }}', undefined],
    ['regex', '(?!x)', { message: 'error parsing regexp: invalid or unsupported Perl syntax: `(?!`' }],
    ['regex', '^x$', undefined],
  ] as const)('%s: %s', (language, text, said) => expect(ask().check(language, text)).toEqual(said));

  test('a language that it does not know is an error, and so is a Sensor that does not decode', () => {
    expect(() => ask().check('go' as 'jq', '')).toThrow('there is no language "go"');
    expect(() => ask().judge(sensor('{ triggers: 3 }'), [])).toThrow('cannot unmarshal number');
    expect(ask().check('jq', '.')).toBeUndefined();
  });

  test('says of each filter what it saw, and whether it passes alone', () => {
    const waiting = sensor(`
dependencies:
  - name: d
    eventSourceName: hooks
    eventName: push
    filters:
      dataLogicalOperator: or
      data:
        - { path: body.a, type: string, value: [^x$] }
        - { path: body.b, type: number, comparator: ">", value: ["1"] }
      exprs: [{ expr: n > 1, fields: [{ name: n, path: body.b }] }]
triggers: [{ template: { name: t, log: {} } }]
`);
    const [judged] = ask().judge(waiting, [event({ body: { b: 2 } })]).dependencies;
    expect(judged?.outcome).toBe('passed');
    expect(judged?.filters).toEqual([
      {
        path: ['filters', 'exprs', 0],
        passed: true,
        saw: [{ name: 'n', path: 'body.b', value: 2, text: '2' }],
      },
      {
        path: ['filters', 'data', 0],
        passed: false,
        error: "data filter error (path 'body.a' does not exist)",
        saw: [{ path: 'body.a' }],
      },
      { path: ['filters', 'data', 1], passed: true, saw: [{ path: 'body.b', value: 2, text: '2' }] },
    ]);
  });

  test('an event that the transform refuses is dropped, with what jq says', () => {
    const failing = sensor(`
dependencies: [{ name: d, eventSourceName: hooks, eventName: push, transform: { jq: .body.a.b } }]
triggers: [{ template: { name: t, log: {} } }]
`);
    expect(ask().judge(failing, [event({ body: { a: 1 } })])).toEqual({
      dependencies: [
        {
          name: 'd',
          event: 0,
          outcome: 'failed',
          error: 'jq transformation output must be a JSON object (expected an object but got: number (1))',
        },
      ],
      triggers: [],
    });
  });

  test('conditions with && keep the last event of each dependency, and begin anew when they hold', () => {
    const both = sensor(`
dependencies:
  - { name: a-1, eventSourceName: hooks, eventName: push }
  - { name: b, eventSourceName: hooks, eventName: pull }
triggers:
  - template:
      name: t
      conditions: a-1 && b
      nats: { url: "nats:4222", subject: out, payload: [{ src: { dependencyName: a-1, dataKey: n }, dest: n }] }
`);
    const events = [
      event({ n: 1 }),
      event({ n: 2 }),
      event({}, { subject: 'pull' }),
      event({}, { subject: 'pull' }),
    ];
    const fired = ask()
      .judge(both, events)
      .triggers.map(({ event: number, waitsFor, does }) => [number, waitsFor, does]);
    expect(fired).toEqual([
      [0, 'a-1 && b', undefined],
      [1, 'a-1 && b', undefined],
      [2, undefined, [{ kind: 'nats', fields: { subject: 'out', url: 'nats:4222' }, payload: { n: '2' } }]],
      [3, 'a-1 && b', undefined],
    ]);
  });

  test('what goes out: objects, commands, requests', () => {
    const acting = sensor(`
dependencies: [{ name: d, eventSourceName: hooks, eventName: push }]
triggers:
  - template:
      name: k
      k8s:
        operation: patch
        source: { resource: { apiVersion: v1, kind: ConfigMap, metadata: { name: "" }, data: {} } }
        parameters: [{ src: { dependencyName: d, dataKey: body.id }, dest: metadata.name }]
  - template:
      name: w
      argoWorkflow:
        operation: submit
        args: [--wait]
        source: { resource: { apiVersion: argoproj.io/v1alpha1, kind: Workflow, metadata: { generateName: w- } } }
  - template:
      name: h
      http:
        url: https://x.example.com/
        headers: { A: b }
        secureHeaders: [{ name: Authorization, valueFrom: { secretKeyRef: { name: s, key: k } } }]
        payload: [{ src: { dependencyName: d, dataKey: body.id }, dest: id }]
    policy: { status: { allow: [201] } }
  - template: { name: none }
`);
    const { triggers } = ask().judge(acting, [event({ body: { id: 'x' } })]);
    expect(triggers.map(({ does, error }) => does ?? error)).toEqual([
      [
        {
          kind: 'k8s',
          verb: 'patch',
          resource: 'configmaps',
          namespace: 'events',
          name: 'x',
          patch: 'application/merge-patch+json',
          object: {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: 'x', namespace: 'events' },
            data: {},
          },
        },
      ],
      [
        {
          kind: 'argoWorkflow',
          verb: 'submit',
          namespace: 'events',
          name: 'w-*',
          arguments: ['-n', 'events', 'submit', '(file)', '--wait'],
          object: {
            apiVersion: 'argoproj.io/v1alpha1',
            kind: 'Workflow',
            metadata: {
              generateName: 'w-',
              labels: {
                'events.argoproj.io/sensor': 's',
                'events.argoproj.io/trigger': 'w',
                'events.argoproj.io/action-timestamp': '(the time of the call)',
              },
            },
          },
        },
      ],
      [
        {
          kind: 'http',
          method: 'POST',
          url: 'https://x.example.com/',
          headers: { A: 'b', Authorization: '(secret s, key k)' },
          body: { id: 'x' },
          allow: [201],
        },
      ],
      'invalid trigger none, could not find an implementation',
    ]);
  });

  test('knows time zones, without files', () => {
    const timed = (timezone: string) =>
      sensor(`
dependencies:
  - name: d
    eventSourceName: hooks
    eventName: push
    filters: { time: { start: "03:00:00", stop: "04:00:00", timezone: ${timezone} } }
triggers: [{ template: { name: t, log: {} } }]
`);
    const outcomes = ['UTC', 'Europe/Vienna'].map(
      (zone) => ask().judge(timed(zone), [event({})]).dependencies[0]?.outcome,
    );
    expect(outcomes).toEqual(['passed', 'refused']);
  });

  test('validates as the controller does', () => {
    expect(ask().validate({ kind: 'EventBus', spec: {} })).toMatch(/^invalid spec/);
    expect(ask().validate({ kind: 'EventBus', spec: { jetstream: { version: 'latest' } } })).toBeUndefined();
    expect(ask().validate(sensor('{ dependencies: [] }'), { kind: 'EventBus' })).toBe(
      'no event dependencies found',
    );
    expect(() => ask().validate({ kind: 'Secret' })).toThrow('the kind "Secret" cannot be validated');
  });

  test('a process that has started it ends by itself, and what it prints is not in the output', () => {
    const program = `
      const { engine } = require('${join(__dirname, '../../src/engine/load.ts')}');
      engine().judge({ spec: {
        dependencies: [{ name: 'd', eventSourceName: 'a', eventName: 'b' }],
        triggers: [{ template: { name: 't', log: {} }, parameters: [{ src: { dependencyName: 'd', dataKey: 'x' }, dest: 'y' }] }],
      } }, [{ source: 'a', subject: 'b', time: '2026-01-02T03:04:05Z', contentType: 'application/json', data: {} }]);
      console.log('done');`;
    const output = execFileSync(process.execPath, ['--import', 'tsx', '-e', program], {
      cwd: join(__dirname, '../..'),
      encoding: 'utf8',
    });
    expect(output).toBe('done\n');
  });
});

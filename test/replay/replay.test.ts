import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { engine, hasEngine } from '../../src/engine/load';
import type { PlainObject } from '../../src/lint';
import { canonicalHeader } from '../../src/replay/github';
import { loggedEvents } from '../../src/replay/log';
import { type PayloadOptions, payloadOf } from '../../src/replay/payload';
import { readJson } from '../../src/replay/read-json';
import { replay } from '../../src/replay/replay';
import { readSensor } from '../../src/replay/sensor-file';
import { callText } from '../../src/replay/words';
import { TASK_TREE } from '../app';
import { payloads } from '../payloads';

// Without the engine, as in a fresh clone, what asks it is skipped: npm run build:engine builds it.
const describeEngine = hasEngine() ? describe : describe.skip;

const options: PayloadOptions = { headers: {}, kind: undefined, githubEvents: [] };
const form = (value: unknown, more: Partial<PayloadOptions> = {}) =>
  payloadOf(value, { ...options, ...more });

describe('a payload', () => {
  const body = { action: 'created', issue: {}, comment: {}, repository: {}, sender: {} };

  test.each([
    ['a sample', { eventSource: 'a', event: 'b', data: {} }],
    ['a cloud event', { specversion: '1.0', source: 'a', subject: 'b', data: {} }],
    ['an event of Argo Events', { context: { specversion: '1.0', source: 'a' }, data: 'e30=' }],
    ['what the event source publishes', { headers: {}, body: {} }],
    ['what the event source publishes', { type: 'ADD', body: {}, oldBody: {} }],
    ['what the event source publishes', { notification: [] }],
    ['what the event source publishes', { eventTime: '2026-01-02T03:04:05Z' }],
    ['what the event source publishes', [1]],
    ['a Pod, as if it had been added', { apiVersion: 'v1', kind: 'Pod', metadata: {} }],
    ['the body of a GitHub webhook "issue_comment"', body],
    ['the body of a webhook event', { ref: 'refs/heads/main' }],
  ])('is recognised: %s', (wanted, value) => expect(form(value).form).toBe(wanted));

  test('of GitHub is published with canonical headers, and with two of them in the body', () => {
    const headers = { 'X-Github-Event': ['issues'], 'X-Github-Delivery': ['1'] };
    expect(form({ action: 'opened' }, { headers }).data).toEqual({
      headers: { 'Content-Type': ['application/json'], ...headers },
      body: { action: 'opened', 'X-GitHub-Event': 'issues', 'X-GitHub-Delivery': '1' },
    });
    expect(canonicalHeader('x-github-EVENT')).toBe('X-Github-Event');
  });

  test('of GitHub has the event of its keys, or the only one of its event source', () => {
    const eventOf = (value: object, githubEvents: string[] = []) =>
      form(value, { kind: 'github', githubEvents }).form;
    expect(eventOf({ pull_request: {}, comment: {} })).toContain('"pull_request_review_comment"');
    expect(eventOf({ pull_request: {}, number: 1 })).toContain('"pull_request"');
    expect(eventOf({ ref: 'a', before: 'b', after: 'c' })).toContain('"push"');
    expect(eventOf({ odd: 1 }, ['member'])).toContain('"member"');
    expect(eventOf({ odd: 1 }, ['*'])).toContain('its event is not known');
  });

  test('has the keys that its kind publishes', () => {
    expect(form({ a: 1 }, { kind: 'gitlab' }).data).toEqual({
      headers: { 'Content-Type': ['application/json'] },
      body: { a: 1 },
    });
    expect(form({ a: 1 }).data).toEqual({ header: { 'Content-Type': ['application/json'] }, body: { a: 1 } });
    expect(form({ a: 1 }, { kind: 'kafka' }).data).toMatchObject({ body: { a: 1 } });
    expect(form({ topic: 'x', key: 'y', body: {} }, { kind: 'kafka' }).form).toBe(
      'what the event source publishes',
    );
  });

  test('that is no JSON is an error with its place', () => {
    expect(() => readJson('{\n  "a": 1,,\n}', 'p.json')).toThrow('p.json:2:10: this is no JSON');
    expect(() => readJson('{ "a": ', 'p.json')).toThrow(/^p\.json:1:\d: this is no JSON$/);
    expect(() => readJson(' \n', 'p.json')).toThrow('p.json is empty; expected JSON');
    expect(() => readJson('payload=%7B%7D', 'p')).toThrow('it looks like a form');
    expect(() => readJson('<xml/>', 'p')).toThrow('which begins with {, not with "<"');
    expect(readJson('\uFEFF{"a":1}', 'p')).toEqual({ a: 1 });
  });
});

test('the events in the log of a sensor', () => {
  const line = (end: string) =>
    JSON.stringify({
      level: 'warn',
      msg: `Event [ID 'x', Source 'hooks', Time '2026-01-02T03:04:05Z', Data '{"body":{"a":"it's"}}'] ${end}`,
    });
  const log = [
    '{"level":"info","msg":"other"}',
    line('discarded due to filtering error: no'),
    `[pod/x] ${line('discarded due to filtering')}`,
    line('passed but with filtering error: y'),
    'no JSON',
  ];
  const data = { body: { a: "it's" } };
  const wanted = { source: 'hooks', id: 'x', time: '2026-01-02T03:04:05Z', data };
  expect(loggedEvents(log.join('\n'), 'log')).toEqual([1, 2, 3].map(() => expect.objectContaining(wanted)));
});

describe('a file with a Sensor', () => {
  const text = (...kinds: string[]) =>
    kinds.map((kind, index) => `kind: ${kind}\nmetadata: { name: n${index} }`).join('\n---\n');
  const read = (yaml: string, name?: string) =>
    readSensor([{ file: 's.yaml', bytes: Buffer.from(yaml) }], name);

  test('may have event sources, and lists', () => {
    expect(read(text('Sensor', 'EventSource'))).toMatchObject({
      sensor: { kind: 'Sensor' },
      sources: [{ kind: 'EventSource' }],
    });
    expect(read('kind: List\nitems: [{ kind: Sensor }]').sensor).toEqual({ kind: 'Sensor' });
    expect(read(text('Sensor', 'Sensor'), 'n1').sensor).toMatchObject({ metadata: { name: 'n1' } });
  });

  test.each([
    [text('Secret'), undefined, 's.yaml: no Sensor, only Secret'],
    ['', undefined, /^s\.yaml: no Sensor$/],
    ['a: 1', undefined, 's.yaml:1: no Kubernetes object: it has no kind'],
    ['kind: {{ .Values.kind }}', undefined, 's.yaml is a Helm template: replay what "helm template" prints'],
    [text('Sensor', 'Sensor'), undefined, 's.yaml: 2 Sensors; choose "n0" or "n1" with --name'],
    [text('Sensor'), 'x', 's.yaml: no Sensor "x"; expected "n0"'],
    ['a: [', undefined, /^s\.yaml:1:\d: /],
  ])('%j', (yaml, name, message) => expect(() => read(yaml, name)).toThrow(message));
});

describeEngine('on every sample event', () => {
  const VERDICTS = join(__dirname, '../engine/verdicts/pr-comment-remediation');
  const [, text = ''] =
    [...TASK_TREE].find(([path]) => path.endsWith('/pr-comment-remediation-sensor.yaml')) ?? [];
  const sensor = parse(text) as PlainObject;

  interface Verdict {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly triggers: readonly {
      readonly trigger: string;
      readonly does?: object;
      readonly fails?: string;
    }[];
  }

  test.each([...payloads])('$name', ({ name, data, eventSource, event }) => {
    const verdict = parse(readFileSync(join(VERDICTS, `${name}.yaml`), 'utf8')) as Verdict;
    const { judgement } = replay(engine()!, {
      sensor,
      sources: [],
      payloads: [{ file: name, value: { eventSource, event, data } }],
      dependency: undefined,
      headers: {},
      time: '2026-01-02T03:04:05Z',
    });
    const outcomes = judgement.dependencies.map((one) => [one.name, one.outcome]);
    const wanted = Object.entries(verdict.dependencies).map(([dependency, said]) => [
      dependency,
      said === 'passed' ? 'passed' : said.startsWith('transform failed') ? 'failed' : 'refused',
    ]);
    expect(outcomes).toEqual(wanted);
    const fired = judgement.triggers.map(({ trigger, does = [], error }) => [
      trigger,
      does.map(callText),
      error,
    ]);
    const wantedFired = verdict.triggers.map(({ trigger, does = {}, fails }) => [
      trigger,
      Object.keys(does),
      fails,
    ]);
    expect(fired).toEqual(wantedFired);
  });
});

import { lineWithin } from '../../src/findings/line';
import type { PlainObject } from '../../src/lint';
import { checkObject } from '../../src/lint';
import { schemaFindings } from '../../src/lint/schema';
import { wordsOfPattern } from '../../src/lint/schema-patterns';
import { SCHEMAS, type SchemaName } from '../../src/lint/schemas';

const linesOf = (schema: SchemaName, object: unknown) =>
  schemaFindings(schema, object as PlainObject).map(lineWithin);

const sensor = (change: object = {}) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Sensor',
  metadata: { name: 'a' },
  spec: {
    dependencies: [{ name: 'd', eventSourceName: 'e', eventName: 'n' }],
    triggers: [{ template: { name: 't', log: {} } }],
    ...change,
  },
});
const dependency = (filter: object) => ({
  dependencies: [{ name: 'd', eventSourceName: 'e', eventName: 'n', filters: { data: [filter] } }],
});
const trigger = (change: object) => ({ triggers: [{ template: { name: 't', log: {} }, ...change }] });

test('a good sensor has no findings', () => {
  expect(schemaFindings('sensor', sensor())).toEqual([]);
});

test.each([
  [
    'an unknown field, with the nearest that is known',
    sensor({ replica: 1 }),
    'spec: unknown field "replica"; did you mean "replicas"? [schema]',
  ],
  [
    'an unknown field that is like none, with those that are known',
    sensor({ loglevel: 'info' }),
    /^spec: unknown field "loglevel"; expected .*"replicas"/,
  ],
  [
    'an unknown value, with those that are known',
    sensor(dependency({ path: 'a', type: 'String', value: ['x'] })),
    'dependency "d", filter on a (spec.dependencies[0].filters.data[0].type): unknown value "String"; did you mean "string"? [schema]',
  ],
  [
    'a missing field',
    sensor(dependency({ type: 'string', value: ['x'] })),
    'dependency "d" (spec.dependencies[0].filters.data[0]): missing field "path" [schema]',
  ],
  [
    'a value of the wrong type',
    sensor(trigger({ retryStrategy: { factor: '2.0' } })),
    'trigger "t" (spec.triggers[0].retryStrategy.factor): expected a number, not "2.0"; write 2 [schema]',
  ],
  ['another kind', { ...sensor(), kind: 'sensor' }, 'kind: expected "Sensor", not "sensor" [schema]'],
  [
    'an empty list',
    sensor({ triggers: [] }),
    'spec.triggers: empty list; expected one item or more [schema]',
  ],
  [
    'no kind of trigger: one message, not one for each kind there is',
    sensor({ triggers: [{ template: { name: 't' } }] }),
    /^trigger "t" \(spec\.triggers\[0\]\.template\): missing field; expected one of .*"k8s"/,
  ],
  ['no object at all', null, 'no value; expected an object [schema]'],
])('%s', (_, object, message) => {
  const findings = linesOf('sensor', object);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
});

test.each([
  [
    'nothing to compare with',
    sensor(dependency({ path: 'body.digest', type: 'string', comparator: '!=', value: [''] })),
    'dependency "d", filter on body.digest (spec.dependencies[0].filters.data[0].value[0]): "" matches every text, so != lets nothing pass; to ask for a value write "(?s)." [schema]',
  ],
  [
    'the same with =',
    sensor(dependency({ path: 'a', type: 'string', value: [''] })),
    'dependency "d", filter on a (spec.dependencies[0].filters.data[0].value[0]): "" matches every text; to ask for an empty text write "^$" [schema]',
  ],
  [
    'a fallback that never runs',
    sensor(trigger({ dlqTrigger: { atLeastOnce: true, template: { name: 'f', log: {} } } })),
    'trigger "t" (spec.triggers[0]): dlqTrigger has no effect without atLeastOnce: true [schema]',
  ],
  [
    'a pattern in words',
    sensor(trigger({ retryStrategy: { duration: 'soon' } })),
    'trigger "t" (spec.triggers[0].retryStrategy.duration): expected numbers with units, such as "10s" or "1m30s", not "soon" [schema]',
  ],
  [
    'a number in place of a string',
    sensor(dependency({ path: 'a', type: 'number', value: [7] })),
    'dependency "d", filter on a (spec.dependencies[0].filters.data[0].value[0]): expected a string, not 7; write "7" [schema]',
  ],
  [
    'a number that would be no duration as a string',
    sensor(trigger({ retryStrategy: { duration: true } })),
    'trigger "t" (spec.triggers[0].retryStrategy.duration): expected numbers with units, such as "10s" or "1m30s", not true [schema]',
  ],
  [
    'fields that exclude each other',
    sensor({
      triggers: [{ template: { name: 't', log: {}, slack: { slackToken: { name: 's', key: 'k' } } } }],
    }),
    'trigger "t" (spec.triggers[0].template): the fields "log" and "slack" exclude each other; keep one of them [schema]',
  ],
])('in words of its own: %s', (_, object, line) => {
  expect(linesOf('sensor', object)).toEqual([line]);
});

test('a secret in place of its reference is not shown', () => {
  const webhook = { endpoint: '/push', port: '12000' };
  const push = { events: ['push'], apiToken: 'ghp_abc', owner: 'acme', repository: 'shop', webhook };
  const found = checkObject(
    { ...sensor(), kind: 'EventSource', spec: { github: { push } } } as PlainObject,
    [],
  );
  expect(found.map(lineWithin)).toEqual([
    'event "push" (spec.github.push.apiToken): expected an object, not a string; write an object with "key" and "name" [schema]',
  ]);
  expect(JSON.stringify(found.map(({ given: _, ...rest }) => rest))).not.toContain('ghp_abc');
});

test('fields that may stand together do not exclude each other', () => {
  const tls = { insecureSkipVerify: false, enabled: false };
  const bus = { url: 'kafka:9092', topic: 't', version: '2.0.0', consumerGroup: { groupName: 'g' }, tls };
  expect(linesOf('eventbus', { ...sensor(), kind: 'EventBus', spec: { kafka: bus } })).toEqual([
    'spec.kafka.tls: no field that it needs has a value that counts; set "insecureSkipVerify" or "enabled" or "caCertSecret" or "clientCertSecret" [schema]',
  ]);
});

test('every pattern of the schemas has words', () => {
  const patterns = Object.values(SCHEMAS).flatMap((schema) =>
    [...JSON.stringify(schema).matchAll(/"pattern":("(?:\\.|[^"\\])*")/g)].map(([, text = '']) =>
      JSON.parse(text),
    ),
  );
  expect(patterns.length).toBeGreaterThan(10);
  expect(patterns.filter((pattern) => wordsOfPattern(pattern) === 'another string')).toEqual([]);
});

test('several findings come at once', () => {
  const findings = schemaFindings('sensor', sensor({ replica: 1, triggers: [] }));
  expect(findings).toHaveLength(2);
});

test('event sources and buses are known too', () => {
  expect(linesOf('eventsource', { kind: 'EventSource' })).toContain('missing field "spec" [schema]');
  expect(linesOf('eventbus', { kind: 'EventBus' })).toContain('missing field "spec" [schema]');
});

describe('as findings of any object', () => {
  test('each has its place, key by key, and the object', () => {
    const object = sensor({
      dependencies: [{ name: 'd', eventSourceName: 'e', eventName: 'n', filter: {} }],
    });
    expect(checkObject(object, [])).toEqual([
      {
        rule: 'schema',
        severity: 'error',
        object: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Sensor', name: 'a' },
        subject: 'dependency "d"',
        given: object,
        path: ['spec', 'dependencies', 0],
        field: 'filter',
        message: 'unknown field "filter"',
        help: 'did you mean "filters"?',
        docs: expect.stringMatching(/#schema$/),
      },
    ]);
  });

  test('a key may have a slash, and digits are a key of a map', () => {
    const object = { ...sensor(), spec: { webhook: { 'a/b~c': {}, 0: {} } }, kind: 'EventSource' };
    const places = checkObject(object, []).map(({ path }) => path);
    expect(places).toContainEqual(['spec', 'webhook', 'a/b~c']);
    expect(places).toContainEqual(['spec', 'webhook', '0']);
  });

  test('an object of another kind, or none at all, has none', () => {
    expect(checkObject({ kind: 'ConfigMap', spec: 1 }, [])).toEqual([]);
    expect(checkObject(null as never, [])).toEqual([]);
  });
});

import { checkSchema, schemaFindings } from '../../src/lint/schema';

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
    'spec has an unknown field: "replica", did you mean "replicas"?',
  ],
  [
    'an unknown field that is like none, with those that are known',
    sensor({ loglevel: 'info' }),
    /^spec has an unknown field: "loglevel", allowed: .*"replicas"/,
  ],
  [
    'an unknown value, with those that are known',
    sensor(dependency({ path: 'a', type: 'String', value: ['x'] })),
    'spec.dependencies.0.filters.data.0.type is not a known value: "String", allowed: "bool", "number", "string"',
  ],
  [
    'a missing field',
    sensor(dependency({ type: 'string', value: ['x'] })),
    'spec.dependencies.0.filters.data.0 lacks a field: "path"',
  ],
  [
    'a value of the wrong type',
    sensor(trigger({ retryStrategy: { factor: '2.0' } })),
    'spec.triggers.0.retryStrategy.factor is of the wrong type: "2.0", allowed: number',
  ],
  [
    'another kind',
    { ...sensor(), kind: 'sensor' },
    'kind is not the right value: "sensor", allowed: "Sensor"',
  ],
  [
    'an empty list',
    sensor({ triggers: [] }),
    'spec.triggers is not allowed: [], it must NOT have fewer than 1 items',
  ],
  [
    'no kind of trigger: one message, not one for each kind there is',
    sensor({ triggers: [{ template: { name: 't' } }] }),
    /^spec\.triggers\.0\.template has to be exactly one of several forms: \{"name":"t"\}, allowed: one of .*"k8s"/,
  ],
  ['no object at all', null, 'the object is of the wrong type: null, allowed: object'],
])('%s', (_, object, message) => {
  const findings = schemaFindings('sensor', object);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
});

test('several findings come at once', () => {
  const findings = schemaFindings('sensor', sensor({ replica: 1, triggers: [] }));
  expect(findings).toHaveLength(2);
});

test('event sources and buses are known too', () => {
  expect(schemaFindings('eventsource', { kind: 'EventSource' })).toContain(
    'the object lacks a field: "spec"',
  );
  expect(schemaFindings('eventbus', { kind: 'EventBus' })).toContain('the object lacks a field: "spec"');
});

describe('as findings of any object', () => {
  test('each has its place, key by key, and the object', () => {
    const object = sensor({
      dependencies: [{ name: 'd', eventSourceName: 'e', eventName: 'n', filter: {} }],
    });
    expect(checkSchema(object)).toEqual([
      {
        rule: 'schema',
        severity: 'error',
        object,
        path: 'spec.dependencies.0',
        place: ['spec', 'dependencies', 0],
        message: 'Has an unknown field: "filter", did you mean "filters"?',
      },
    ]);
  });

  test('a key may have a slash, and digits are a key of a map', () => {
    const object = { ...sensor(), spec: { webhook: { 'a/b~c': {}, 0: {} } }, kind: 'EventSource' };
    const places = checkSchema(object).map(({ place }) => place);
    expect(places).toContainEqual(['spec', 'webhook', 'a/b~c']);
    expect(places).toContainEqual(['spec', 'webhook', '0']);
  });

  test('an object of another kind, or none at all, has none', () => {
    expect(checkSchema({ kind: 'ConfigMap', spec: 1 })).toEqual([]);
    expect(checkSchema(null as never)).toEqual([]);
  });
});

import type { PlainObject } from '../../../src/lint';
import { dependencies, eventBus, eventSource, lines, linesWith, sensor } from '../objects';

const JETSTREAM = eventBus({ jetstream: { version: '2.10' } });
const STAN = eventBus({ nats: { native: {} } });
const KAFKA = eventBus({ kafka: { url: 'x' } });
const waiting = (...names: string[]) => ({
  dependencies: dependencies('a'),
  triggers: names.map((name) => ({ template: { name, log: {} } })),
});
const elsewhere = (object: PlainObject): PlainObject => ({
  ...object,
  metadata: { ...(object['metadata'] as object), namespace: 'elsewhere' },
});

test('sensor-name', () => {
  const dotted = sensor(waiting('t'), 'my.loop');
  const line =
    '[metadata.name] "my.loop" cannot be the name of a bucket of JetStream; expected letters, digits, - and _ [sensor-name]';
  expect(lines('sensor-name', JETSTREAM, dotted)).toEqual([line]);
  // A bus that is not here is likely JetStream, too.
  expect(lines('sensor-name', dotted)).toEqual([line]);
  expect(lines('sensor-name', STAN, dotted)).toEqual([]);
  expect(lines('sensor-name', KAFKA, dotted)).toEqual([]);
});

test('sensor-name: a bus that is declared external may be known to be none of JetStream', () => {
  const dotted = sensor(waiting('t'), 'my.loop');
  const bare = { kind: 'EventBus', metadata: { name: 'default', namespace: 'events' } };
  expect(linesWith([bare], 'sensor-name', dotted)).toHaveLength(1);
  expect(linesWith([STAN], 'sensor-name', dotted)).toEqual([]);
});

test('event-subject: of an EventSource and of a Sensor', () => {
  const objects = [
    eventSource({ github: { 'pull.request': {}, ok: {} } }, 'git.hub'),
    sensor({ dependencies: [{ name: 'd', eventSourceName: 'git hub', eventName: '*' }] }),
  ];
  expect(lines('event-subject', ...objects)).toEqual(
    [
      'metadata.name] "git.hub" cannot be a part of a subject of the bus',
      'spec.github.pull.request] "pull.request" cannot be a part of a subject of the bus',
      'spec.dependencies.0.eventSourceName] "git hub" cannot be a part of a subject of the bus',
      'spec.dependencies.0.eventName] "*" cannot be a part of a subject of the bus',
    ].map((text) => `[${text}; expected no dots, spaces and wildcards [event-subject]`),
  );
  expect(lines('event-subject', STAN, ...objects)).toEqual([]);
});

test('trigger-name', () => {
  expect(lines('trigger-name', sensor(waiting('a b', '.x', 'a/b=c.d_e-f')))).toEqual([
    '[spec.triggers.0.template.name] "a b" cannot be a part of a key of JetStream; expected letters, digits, -, _, =, . and / [trigger-name]',
    '[spec.triggers.1.template.name] ".x" cannot be a part of a key of JetStream; expected letters, digits, -, _, =, . and / [trigger-name]',
  ]);
  expect(lines('trigger-name', KAFKA, sensor(waiting('a b')))).toEqual([]);
});

test('different-bus', () => {
  const source = eventSource({ eventBusName: 'other', github: { a: {} } });
  expect(lines('different-bus', source, sensor(waiting('t')))).toEqual([
    '[spec.dependencies.0.eventSourceName] the EventSource "github" uses the bus "other", but the Sensor uses "default"; use one bus for both [different-bus]',
  ]);
  expect(lines('different-bus', elsewhere(source), sensor(waiting('t')))).toEqual([]);
  // Nothing is the default bus.
  const same = eventSource({ eventBusName: 'default', github: { a: {} } });
  expect(lines('different-bus', same, sensor(waiting('t')))).toEqual([]);
  // Two buses of one server.
  const buses = ['default', 'other'].map((name) => eventBus({ jetstreamExotic: { url: 'nats://a' } }, name));
  expect(lines('different-bus', source, ...buses, sensor(waiting('t')))).toEqual([]);
});

const state = sensor(waiting('x'), 'loop-state');

test('consumer-collision: of two sensors, and within one', () => {
  expect(lines('consumer-collision', state, sensor(waiting('state-x'), 'loop'))).toEqual([
    '[spec.triggers.0.template.name] its consumer for dependency "a" is that of sensor "loop-state", trigger "x", dependency "a"; rename a sensor, a trigger or a dependency [consumer-collision]',
  ]);
  const within = {
    dependencies: dependencies('b-c', 'c'),
    triggers: [
      { template: { name: 'a', conditions: 'b-c', log: {} } },
      { template: { name: 'a-b', conditions: 'c', log: {} } },
    ],
  };
  expect(lines('consumer-collision', sensor(within))).toEqual([
    '[spec.triggers.1.template.name] its consumer for dependency "c" is that of sensor "loop", trigger "a", dependency "b-c"; rename a sensor, a trigger or a dependency [consumer-collision]',
  ]);
});

test.each([
  ['of another namespace', [state, elsewhere(sensor(waiting('state-x'), 'loop'))]],
  ['of another bus', [state, sensor({ ...waiting('state-x'), eventBusName: 'other' }, 'loop')]],
  ['on STAN', [STAN, state, sensor(waiting('state-x'), 'loop')]],
  ['of the same sensor twice', [state, state]],
])('consumer-collision: not said %s', (_, objects) => {
  expect(lines('consumer-collision', ...objects)).toEqual([]);
});

test('duplicate-object: the version of its group makes no difference', () => {
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name: 'r' } };
  expect(
    lines('duplicate-object', role, { ...role, apiVersion: 'rbac.authorization.k8s.io/v1beta1' }),
  ).toEqual(['[metadata.name] another object is the Role "r", too; keep one of the two [duplicate-object]']);
});

test.each([
  ['another namespace', elsewhere(sensor({}))],
  ['another kind', eventSource({}, 'loop')],
  ['another group', { ...sensor({}), apiVersion: 'v1' }],
])('duplicate-object: %s makes another one', (_, object) => {
  expect(lines('duplicate-object', sensor({}), object)).toEqual([]);
});

test('duplicate-object: in the core group too', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } };
  expect(lines('duplicate-object', secret, secret)).toHaveLength(1);
  expect(lines('duplicate-object', secret, { ...secret, apiVersion: 'example.com/v1' })).toEqual([]);
});

test('duplicate-object: objects without a name are not compared', () => {
  expect(lines('duplicate-object', { kind: 'Job' }, { kind: 'Job' })).toEqual([]);
});

test('stan-duplicate-event', () => {
  const twice = sensor({
    dependencies: [...dependencies('push'), { name: 'again', eventSourceName: 'github', eventName: 'push' }],
  });
  expect(lines('stan-duplicate-event', STAN, twice)).toEqual([
    '[spec.dependencies.1.eventName] another dependency has the same event; write one dependency for each event, or use a bus of JetStream [stan-duplicate-event]',
  ]);
  expect(lines('stan-duplicate-event', JETSTREAM, twice)).toEqual([]);
  expect(lines('stan-duplicate-event', twice)).toEqual([]);
});

test('stan-at-least-once: of a trigger and of its dlqTrigger', () => {
  const log = (name: string) => ({ name, log: {} });
  const promising = sensor({
    dependencies: dependencies('a'),
    triggers: [
      { atLeastOnce: true, template: log('t'), dlqTrigger: { atLeastOnce: true, template: log('u') } },
      { atLeastOnce: false, template: log('v') },
    ],
  });
  expect(lines('stan-at-least-once', STAN, promising)).toEqual(
    ['spec.triggers.0', 'spec.triggers.0.dlqTrigger'].map(
      (place) =>
        `[${place}.atLeastOnce] a STAN bus is said to ignore atLeastOnce; use a bus of JetStream [stan-at-least-once]`,
    ),
  );
  expect(lines('stan-at-least-once', KAFKA, promising)).toEqual([]);
  expect(lines('stan-at-least-once', promising)).toEqual([]);
});

describe('pod-selector', () => {
  const labeled = (object: PlainObject, labels: object): PlainObject => ({
    ...object,
    metadata: { ...(object['metadata'] as object), labels },
  });
  const LABELS = { app: 'loop', tier: 'events' };
  const loop = labeled(sensor(waiting('t')), LABELS);
  const selecting = (kind: string, spec: object): PlainObject => ({
    kind,
    metadata: { name: 'metrics', namespace: 'events' },
    spec,
  });

  test.each([
    ['Service', { selector: { app: 'loop' } }, 'spec.selector'],
    ['NetworkPolicy', { podSelector: { matchLabels: { app: 'loop' } } }, 'spec.podSelector.matchLabels'],
    ['PodDisruptionBudget', { selector: { matchLabels: { app: 'loop' } } }, 'spec.selector.matchLabels'],
    ['PodMonitor', { selector: { matchLabels: { app: 'loop' } } }, 'spec.selector.matchLabels'],
  ])('of a %s', (kind, spec, path) => {
    expect(lines('pod-selector', loop, selecting(kind, spec))).toEqual([
      `[${path}] finds no pod of the Sensor "loop": its object has these labels, its pods have not; add them to its spec.template.metadata.labels [pod-selector]`,
    ]);
  });

  test('for an EventSource', () => {
    const source = labeled(eventSource({}), LABELS);
    expect(lines('pod-selector', source, selecting('Service', { selector: LABELS }))).toEqual([
      '[spec.selector] finds no pod of the EventSource "github": its object has these labels, its pods have not; add them to its spec.template.metadata.labels [pod-selector]',
    ]);
  });

  test.each<[string, PlainObject, PlainObject]>([
    ['with no label, which finds every pod', loop, selecting('Service', { selector: {} })],
    ['in another namespace', loop, elsewhere(selecting('Service', { selector: { app: 'loop' } }))],
    [
      'of labels that nothing here has',
      loop,
      selecting('Service', { selector: { app: 'loop', of: 'others' } }),
    ],
    [
      'of labels that the pods have too',
      labeled(sensor({ ...waiting('t'), template: { metadata: { labels: { app: 'loop' } } } }), LABELS),
      selecting('Service', { selector: { app: 'loop' } }),
    ],
  ])('not a selector %s', (_, owner, service) => {
    expect(lines('pod-selector', owner, service)).toEqual([]);
  });
});

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
    '[metadata.name] Name makes no bucket of JetStream: "my.loop", allowed: letters, digits, - and _ [sensor-name]';
  expect(lines('sensor-name', JETSTREAM, dotted)).toEqual([line]);
  // A bus that is not here is likely JetStream, too.
  expect(lines('sensor-name', dotted)).toEqual([line]);
  expect(lines('sensor-name', STAN, dotted)).toEqual([]);
  expect(lines('sensor-name', KAFKA, dotted)).toEqual([]);
});

test('event-subject: of an EventSource and of a Sensor', () => {
  const objects = [
    eventSource({ github: { 'pull.request': {}, ok: {} } }, 'git.hub'),
    sensor({ dependencies: [{ name: 'd', eventSourceName: 'git hub', eventName: '*' }] }),
  ];
  expect(lines('event-subject', ...objects)).toEqual(
    [
      'metadata.name] Name cannot be part of a subject: "git.hub"',
      'spec.github.pull.request] Name cannot be part of a subject: "pull.request"',
      'spec.dependencies.0.eventSourceName] Name cannot be part of a subject: "git hub"',
      'spec.dependencies.0.eventName] Name cannot be part of a subject: "*"',
    ].map((text) => `[${text}, allowed: no dots, spaces and wildcards [event-subject]`),
  );
  expect(lines('event-subject', STAN, ...objects)).toEqual([]);
});

test('trigger-name', () => {
  expect(lines('trigger-name', sensor(waiting('a b', '.x', 'a/b=c.d_e-f')))).toEqual([
    '[spec.triggers.0.template.name] Name cannot be part of a key: "a b", allowed: letters, digits, -, _, =, . and / [trigger-name]',
    '[spec.triggers.1.template.name] Name cannot be part of a key: ".x", allowed: letters, digits, -, _, =, . and / [trigger-name]',
  ]);
  expect(lines('trigger-name', KAFKA, sensor(waiting('a b')))).toEqual([]);
});

const github = eventSource({ github: { push: {} }, webhook: { deploy: {} } });

test('unknown-event', () => {
  expect(
    lines('unknown-event', github, sensor({ dependencies: dependencies('push', 'pull', 'deploy') })),
  ).toEqual([
    '[spec.dependencies.1.eventName] EventSource has no such event: "pull", allowed: "push" or "deploy" [unknown-event]',
  ]);
});

test.each([
  ['an EventSource that is not here', [sensor({ dependencies: dependencies('pull') })]],
  ['one of another namespace', [elsewhere(github), sensor({ dependencies: dependencies('pull') })]],
  ['a pattern on STAN', [STAN, github, sensor({ dependencies: dependencies('pu*') })]],
])('unknown-event: not said of %s', (_, objects) => {
  expect(lines('unknown-event', ...objects)).toEqual([]);
});

test('different-bus', () => {
  const source = eventSource({ eventBusName: 'other', github: { a: {} } });
  expect(lines('different-bus', source, sensor(waiting('t')))).toEqual([
    '[spec.dependencies.0.eventSourceName] EventSource uses bus "other", the Sensor "default": "github", allowed: one bus for both [different-bus]',
  ]);
  expect(lines('different-bus', elsewhere(source), sensor(waiting('t')))).toEqual([]);
  // Nothing is the default bus.
  const same = eventSource({ eventBusName: 'default', github: { a: {} } });
  expect(lines('different-bus', same, sensor(waiting('t')))).toEqual([]);
});

const NOT_HERE = 'is neither here nor declared external in namespace "events"';

test('unknown-event-bus', () => {
  const objects = [sensor({ eventBusName: 'other' }), eventSource({})];
  expect(lines('unknown-event-bus', eventBus({}, 'main'), ...objects)).toEqual([
    `[spec.eventBusName] EventBus ${NOT_HERE}: "default", allowed: "main" [unknown-event-bus]`,
    `[spec.eventBusName] EventBus ${NOT_HERE}: "other", allowed: "main" [unknown-event-bus]`,
  ]);
  expect(lines('unknown-event-bus', elsewhere(JETSTREAM), sensor({}))).toEqual([
    `[spec.eventBusName] EventBus ${NOT_HERE}, only in "elsewhere": "default", allowed: the name of one that is [unknown-event-bus]`,
  ]);
});

test('unknown-event-source: each one once', () => {
  const twice = sensor({ dependencies: dependencies('a', 'b') });
  expect(lines('unknown-event-source', eventSource({}, 'gitlab'), twice)).toEqual([
    `[spec.dependencies.0.eventSourceName] EventSource ${NOT_HERE}: "github", allowed: "gitlab" [unknown-event-source]`,
  ]);
  expect(lines('unknown-event-source', elsewhere(github), twice)).toEqual([
    `[spec.dependencies.0.eventSourceName] EventSource ${NOT_HERE}, only in "elsewhere": "github", allowed: the name of one that is [unknown-event-source]`,
  ]);
});

test('unknown-event-source: STAN takes patterns', () => {
  const pattern = sensor({ dependencies: [{ name: 'a', eventSourceName: 'git*', eventName: 'a' }] });
  expect(lines('unknown-event-source', STAN, pattern)).toEqual([]);
  expect(lines('unknown-event-source', JETSTREAM, pattern)).toHaveLength(1);
});

const account = (name: string, namespace = 'events') => ({
  kind: 'ServiceAccount',
  metadata: { name, namespace },
});
const running = (serviceAccountName: string) => sensor({ template: { serviceAccountName } });
const binding = (kind: string, name: string, namespace = 'events') => ({
  kind,
  subjects: [{ kind: 'User' }, { kind: 'ServiceAccount', name, namespace }],
});

test.each([
  [
    'one in another namespace',
    [account('a-sa', 'elsewhere'), account('b-sa'), running('a-sa')],
    `spec.template.serviceAccountName] ServiceAccount ${NOT_HERE}, only in "elsewhere": "a-sa", allowed: "b-sa"`,
  ],
  [
    'in a binding',
    [account('a-b'), sensor({}), binding('RoleBinding', 'a_b')],
    `subjects.1.name] ServiceAccount ${NOT_HERE}: "a_b", allowed: "a-b"`,
  ],
  [
    'in a binding of the cluster',
    [eventSource({}), binding('ClusterRoleBinding', 'a')],
    `subjects.1.name] ServiceAccount ${NOT_HERE}: "a", allowed: the name of one that is`,
  ],
])('unknown-service-account: %s', (_, objects, message) => {
  expect(lines('unknown-service-account', ...objects)).toEqual([`[${message} [unknown-service-account]`]);
});

test.each([
  ['one that is there', [account('a'), account('a', 'elsewhere'), running('a')]],
  ['the one that every namespace has', [account('default', 'elsewhere'), running('default')]],
  ['none', [account('a'), sensor({})]],
  ['one of a namespace without a Sensor', [sensor({}), binding('RoleBinding', 'a', 'monitoring')]],
])('unknown-service-account: not said of %s', (_, objects) => {
  expect(lines('unknown-service-account', ...objects)).toEqual([]);
});

const reading = eventSource({ github: { push: { webhookSecret: { name: 'hook', key: 'secret' } } } });
const secret = (more: object) => ({
  kind: 'Secret',
  metadata: { name: 'hook', namespace: 'events' },
  ...more,
});

test('missing-key: of a Secret', () => {
  expect(lines('missing-key', reading, secret({ data: { a: 'x' }, stringData: { b: 'x' } }))).toEqual([
    '[spec.github.push.webhookSecret.key] Secret has no such key: "secret", allowed: "a" or "b" [missing-key]',
  ]);
});

test('missing-key: of a ConfigMap', () => {
  const valueFrom = { configMapKeyRef: { name: 'hook', key: 'x' } };
  const env = sensor({ template: { container: { env: [{ name: 'X', valueFrom }] } } });
  expect(lines('missing-key', env, { ...secret({ binaryData: { y: '' } }), kind: 'ConfigMap' })).toEqual([
    '[spec.template.container.env.0.valueFrom.configMapKeyRef.key] ConfigMap has no such key: "x", allowed: "y" [missing-key]',
  ]);
});

test('missing-key: of a bus', () => {
  const exotic = { accessSecret: { name: 'hook', key: 'auth' } };
  expect(lines('missing-key', eventBus({ jetstreamExotic: exotic }), secret({ data: { a: 'x' } }))).toEqual([
    '[spec.jetstreamExotic.accessSecret.key] Secret has no such key: "auth", allowed: "a" [missing-key]',
  ]);
});

test.each([
  ['that is there', secret({ stringData: { secret: 'x' } })],
  ['of a Secret of another namespace', elsewhere(secret({ data: { a: 'x' } }))],
  ['of one that others fill', secret({})],
  ['of one that Kubernetes fills', secret({ type: 'kubernetes.io/service-account-token', data: { a: 'x' } })],
])('missing-key: not said of a key %s', (_, holder) => {
  expect(lines('missing-key', reading, holder)).toEqual([]);
});

test('unknown-secret: of a key, each one once', () => {
  const webhookSecret = { name: 'hook', key: 'secret' };
  const twice = eventSource({ github: { push: { webhookSecret }, pull: { webhookSecret } } });
  expect(
    lines('unknown-secret', twice, secret({ metadata: { name: 'hooks', namespace: 'events' } })),
  ).toEqual([
    `[spec.github.push.webhookSecret.name] Secret ${NOT_HERE}: "hook", allowed: "hooks" [unknown-secret]`,
  ]);
});

test('unknown-secret: a ConfigMap is no Secret', () => {
  expect(lines('unknown-secret', reading, { ...secret({}), kind: 'ConfigMap' })).toHaveLength(1);
});

test('unknown-secret: of a bus', () => {
  const exotic = { accessSecret: { name: 'hook', key: 'auth' } };
  expect(lines('unknown-secret', eventBus({ jetstreamExotic: exotic }))).toHaveLength(1);
});

test('unknown-secret: a long list of names is not told', () => {
  const many = Array.from({ length: 11 }, (_, n) =>
    secret({ metadata: { name: `s${n}`, namespace: 'events' } }),
  );
  expect(lines('unknown-secret', reading, ...many.slice(1))[0]).toContain('"s9" or "s10"');
  expect(lines('unknown-secret', reading, ...many)[0]).toContain('allowed: the name of one that is');
});

test.each([
  ['volumes.0.secret.secretName', 'Secret', { volumes: [{ secret: { secretName: 'x' } }] }],
  ['volumes.0.configMap.name', 'ConfigMap', { volumes: [{ configMap: { name: 'x' } }] }],
  [
    'volumes.0.projected.sources.1.secret.name',
    'Secret',
    { volumes: [{ projected: { sources: [{}, { secret: { name: 'x' } }] } }] },
  ],
  [
    'volumes.0.projected.sources.0.configMap.name',
    'ConfigMap',
    { volumes: [{ projected: { sources: [{ configMap: { name: 'x' } }] } }] },
  ],
  [
    'container.envFrom.0.secretRef.name',
    'Secret',
    { container: { envFrom: [{ secretRef: { name: 'x' } }] } },
  ],
  [
    'container.envFrom.0.configMapRef.name',
    'ConfigMap',
    { container: { envFrom: [{ configMapRef: { name: 'x' } }] } },
  ],
])('unknown-secret: of %s', (place, kind, template) => {
  expect(lines('unknown-secret', sensor({ template }))).toEqual([
    `[spec.template.${place}] ${kind} ${NOT_HERE}: "x", allowed: the name of one that is [unknown-secret]`,
  ]);
});

test('unknown-secret: not said of what the pod can do without', () => {
  const template = { volumes: [{ configMap: { name: 'x', optional: true } }, { emptyDir: {} }] };
  expect(lines('unknown-secret', sensor({ template }))).toEqual([]);
  const env = [{ name: 'X', valueFrom: { secretKeyRef: { name: 'x', key: 'y', optional: true } } }];
  // The engine mounts each Secret of which a key is read, optional or not.
  expect(lines('unknown-secret', sensor({ template: { container: { env } } }))).toHaveLength(1);
});

const EXTERNAL = (kind: string, name: string) => ({ kind, metadata: { name, namespace: 'events' } });

test.each([
  ['unknown-event-bus', sensor({}), EXTERNAL('EventBus', 'default')],
  ['unknown-event-source', sensor({ dependencies: dependencies('a') }), EXTERNAL('EventSource', 'github')],
  ['unknown-service-account', running('a'), EXTERNAL('ServiceAccount', 'a')],
  ['unknown-secret', reading, EXTERNAL('Secret', 'hook')],
])('%s: what is declared external is known, in its own namespace and in no other', (id, object, external) => {
  expect(linesWith([external], id, object)).toEqual([]);
  expect(linesWith([elsewhere(external)], id, object)).toHaveLength(1);
  // Who applies an object without a namespace says which one it is.
  const anywhere = { ...external, metadata: { name: external.metadata.name } };
  expect(linesWith([anywhere], id, object)).toEqual([]);
});

test('what leaves out its namespace may be applied to any', () => {
  const anywhere: PlainObject = { kind: 'Sensor', metadata: { name: 's' }, spec: {} };
  expect(linesWith([EXTERNAL('EventBus', 'default')], 'unknown-event-bus', anywhere)).toEqual([]);
  expect(linesWith([EXTERNAL('EventBus', 'other')], 'unknown-event-bus', anywhere)).toEqual([
    '[spec.eventBusName] EventBus is neither here nor declared external in namespace "": "default", allowed: "other" [unknown-event-bus]',
  ]);
});

const on = sensor({ dependencies: dependencies('a'), eventBusName: 'main' });

test.each([
  [
    'unknown-event',
    on,
    EXTERNAL('EventSource', 'github'),
    { spec: { github: { b: {} }, eventBusName: 'main' } },
  ],
  [
    'different-bus',
    on,
    EXTERNAL('EventSource', 'github'),
    { spec: { github: { a: {} }, eventBusName: 'other' } },
  ],
  ['missing-key', reading, EXTERNAL('Secret', 'hook'), { data: { other: '' } }],
])('%s: of what is declared external as much is checked as is known', (id, object, external, more) => {
  expect(linesWith([external], id, object)).toEqual([]);
  expect(linesWith([{ ...external, ...more }], id, object)).toHaveLength(1);
});

test('sensor-name: a bus that is declared external may be known to be none of JetStream', () => {
  const dotted = sensor(waiting('t'), 'my.loop');
  expect(linesWith([EXTERNAL('EventBus', 'default')], 'sensor-name', dotted)).toHaveLength(1);
  expect(linesWith([STAN], 'sensor-name', dotted)).toEqual([]);
});

const state = sensor(waiting('x'), 'loop-state');

test('consumer-collision: of two sensors, and within one', () => {
  expect(lines('consumer-collision', state, sensor(waiting('state-x'), 'loop'))).toEqual([
    '[spec.triggers.0.template.name] Consumer of loop / state-x / a is that of loop-state / x / a: "state-x", allowed: names that stay apart [consumer-collision]',
  ]);
  const within = {
    dependencies: dependencies('b-c', 'c'),
    triggers: [
      { template: { name: 'a', conditions: 'b-c', log: {} } },
      { template: { name: 'a-b', conditions: 'c', log: {} } },
    ],
  };
  expect(lines('consumer-collision', sensor(within))).toEqual([
    '[spec.triggers.1.template.name] Consumer of loop / a-b / c is that of loop / a / b-c: "a-b", allowed: names that stay apart [consumer-collision]',
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
  ).toEqual(['[metadata.name] Object is there twice: "r", allowed: one manifest [duplicate-object]']);
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
    '[spec.dependencies.1.eventName] Event is in another dependency too: "github / push", allowed: one dependency for each event, or a bus of JetStream [stan-duplicate-event]',
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
        `[${place}.atLeastOnce] A STAN bus is said to ignore it: true, allowed: a bus of JetStream [stan-at-least-once]`,
    ),
  );
  expect(lines('stan-at-least-once', KAFKA, promising)).toEqual([]);
  expect(lines('stan-at-least-once', promising)).toEqual([]);
});

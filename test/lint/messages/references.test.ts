import type { PlainObject } from '../../../src/lint';
import { dependencies, eventBus, eventSource, lines, linesWith, sensor } from '../objects';

// The rules about names that lead to other objects.

const JETSTREAM = eventBus({ jetstream: { version: '2.10' } });
const STAN = eventBus({ nats: { native: {} } });
const elsewhere = (object: PlainObject): PlainObject => ({
  ...object,
  metadata: { ...(object['metadata'] as object), namespace: 'elsewhere' },
});

const github = eventSource({ github: { push: {} }, webhook: { deploy: {} } });

test('unknown-event', () => {
  expect(
    lines('unknown-event', github, sensor({ dependencies: dependencies('push', 'pull', 'deploy') })),
  ).toEqual([
    '[spec.dependencies.1.eventName] the EventSource "github" has no event "pull"; expected "push" or "deploy" [unknown-event]',
  ]);
});

test.each([
  ['an EventSource that is not here', [sensor({ dependencies: dependencies('pull') })]],
  ['one of another namespace', [elsewhere(github), sensor({ dependencies: dependencies('pull') })]],
  ['a pattern on STAN', [STAN, github, sensor({ dependencies: dependencies('pu*') })]],
])('unknown-event: not said of %s', (_, objects) => {
  expect(lines('unknown-event', ...objects)).toEqual([]);
});

describe('unknown-data', () => {
  const contextual = (src: object) =>
    sensor({
      dependencies: dependencies('topic'),
      triggers: [{ parameters: [{ src: { dependencyName: 'topic', ...src }, dest: 'name' }], template: {} }],
    });

  test.each([
    ['name', 'the context of an event has no "name"; did you mean "subject"?'],
    ['eventSourceName', 'the context of an event has no "eventSourceName"; did you mean "source"?'],
    ['types', 'the context of an event has no "types"; did you mean "type"?'],
    [
      'body.id',
      'the context of an event has no "body"; expected "datacontenttype", "id", "source", "specversion", "subject", "time" or "type"',
    ],
  ])('of the context: %s', (contextKey, text) => {
    expect(lines('unknown-data', contextual({ contextKey }))).toEqual([
      `[spec.triggers.0.parameters.0.src.contextKey] ${text} [unknown-data]`,
    ]);
  });

  const made = (jq: string, path: string) =>
    sensor({
      dependencies: [
        {
          ...dependencies('topic')[0],
          transform: { jq },
          filters: { data: [{ path, type: 'string', value: ['x'] }] },
        },
      ],
      triggers: [],
    });

  test.each([
    ['body.ref', 'the transform of the dependency gives no "body"; did you mean "ref"?'],
    ['body.ref.name', 'the transform of the dependency gives no "body"; did you mean "ref.name"?'],
    ['refs', 'the transform of the dependency gives no "refs"; did you mean "ref"?'],
    ['headers', 'the transform of the dependency gives no "headers"; expected "ref" or "sha"'],
  ])('of what a transform makes: %s', (path, text) => {
    expect(lines('unknown-data', made('{ref: .body.ref, sha: .body.after}', path))).toEqual([
      `[spec.dependencies.0.filters.data.0.path] ${text} [unknown-data]`,
    ]);
  });

  test('not said of what the transform makes, nor of a program that may make anything', () => {
    expect(lines('unknown-data', made('{ref: .body.ref}', 'ref'))).toEqual([]);
    expect(lines('unknown-data', made('. + {ref: 1}', 'body.x'))).toEqual([]);
  });

  test.each<object>([{ contextKey: 'id' }, { contextKey: 'x', dataKey: 'body' }, { contextKey: '' }])(
    'not said of %j',
    (src) => {
      expect(lines('unknown-data', contextual(src))).toEqual([]);
    },
  );

  const source = eventSource({
    github: { push: {} },
    sqs: { order: {}, paid: { jsonBody: true } },
    mns: { late: { jsonBody: true } },
    sns: { topic: {} },
    calendar: { hour: {} },
    slack: { said: {} },
    webhook: { two: {} },
    minio: { two: {}, bucket: {} },
    azureEventsHub: { hub: {} },
    redisStream: { stream: {} },
    pubSub: { sub: {} },
    kafka: { topics: {} },
    nats: { subject: {} },
    resource: { pods: {} },
  });
  const reading = (event: string, path: string, more: object = {}) => {
    const filters = { data: [{ path, type: 'string', value: ['x'] }] };
    return lines(
      'unknown-data',
      source,
      sensor({ dependencies: [{ ...dependencies(event)[0], filters, ...more }] }),
    );
  };

  test.each([
    ['push', 'action', 'an event of github has no "action"; did you mean "body.action"?'],
    [
      'push',
      'header.X-Github-Event.0',
      'an event of github has no "header"; did you mean "headers.X-Github-Event.0"?',
    ],
    ['hour', 'at', 'an event of calendar has no "at"; expected "eventTime" or "metadata"'],
    [
      'order',
      'body.kind',
      'the body of an event of sqs is a base64 text, so it has no "kind"; set jsonBody: true in spec.sqs.order of the EventSource "github", if the messages are JSON',
    ],
    [
      'late',
      'body.kind',
      'the body of an event of mns is a text, so it has no "kind"; if it is JSON, parse it in a transform of the dependency: jq: .body |= fromjson',
    ],
    [
      'topic',
      'body.Message.id',
      'body.Message is a text, so it has no "id"; if it is JSON, write "body.Message.@fromstr.id", or parse it in a transform of the dependency: jq: .body.Message |= fromjson',
    ],
    [
      'hub',
      'body.kind',
      'the body of an event of azureEventsHub is a base64 text, so it has no "kind"; if it is JSON, parse it in a transform of the dependency: jq: .body |= (@base64d | fromjson)',
    ],
    [
      'stream',
      'values.order.id',
      'values.order is a text, so it has no "id"; if it is JSON, write "values.order.@fromstr.id", or parse it in a transform of the dependency: jq: .values.order |= fromjson',
    ],
    [
      'sub',
      'attributes.a.b.c',
      'attributes.a is a text, so it has no "b"; if it is JSON, write "attributes.a.@fromstr.b.c", or parse it in a transform of the dependency: jq: .attributes.a |= fromjson',
    ],
    [
      'sub',
      'attributes.a\\.b.c',
      'attributes.a.b is a text, so it has no "c"; if it is JSON, write "attributes.a\\\\.b.@fromstr.c", or parse it in a transform of the dependency: jq: .attributes["a.b"] |= fromjson',
    ],
    [
      'stream',
      'message_id.time',
      '"message_id" of an event of redisStream is no object, so it has no "time"',
    ],
    [
      'bucket',
      'notification.s3.bucket.name',
      '"notification" is a list, so it has no "s3"; write "notification.0.s3.bucket.name"',
    ],
    [
      'push',
      'headers.content-type.0',
      'no event of github has a header "content-type"; write "Content-Type"',
    ],
    [
      'pods',
      'body.metadata.labels.app.kubernetes.io/name',
      'body.metadata.labels.app is a text, so it has no "kubernetes"; if the name has dots, write "body.metadata.labels.app\\\\.kubernetes\\\\.io/name"',
    ],
  ])('%s: %s', (event, path, text) => {
    expect(reading(event, path)).toEqual([
      `[spec.dependencies.0.filters.data.0.path] ${text} [unknown-data]`,
    ]);
  });

  test.each([
    ['push', 'body.action'],
    ['push', 'body'],
    // The rule data-path speaks of these.
    ['push', 'headers["X-Github-Event"]'],
    ['push', 'commits[0].id'],
    ['push', '@this'],
    ['push', '{body,headers}'],
    ['push', 'bo*'],
    ['paid', 'body.kind'],
    ['order', 'body'],
    ['order', 'body|@fromstr'],
    ['topic', 'body.Message'],
    ['said', 'user'],
    ['topic', 'body.Message.@fromstr.id'],
    ['topic', 'body.Message|@fromstr|id'],
    ['topic', 'body.MessageAttributes.kind.Value'],
    ['stream', 'values.order'],
    ['bucket', 'notification.0.s3.bucket.name'],
    ['bucket', 'notification.#.eventName'],
    ['push', 'headers.Content-Type.0'],
    ['push', 'headers.Content-Type'],
    // Another rule knows these.
    ['push', 'headers.X-GitHub-Event.0'],
    ['topics', 'headers.content-type'],
    ['subject', 'header.content-type.0'],
    ['pods', 'body.metadata.labels.app'],
    ['pods', 'body.metadata.labels.app\\.kubernetes\\.io/name'],
    ['pods', 'body.spec.template.metadata.labels.app'],
    // One of the two kinds has it.
    ['two', 'notification.0.eventName'],
    ['nothing', 'action'],
  ])('not said of %s: %s', (event, path) => {
    expect(reading(event, path)).toEqual([]);
  });

  test('not said of what a transform has made', () => {
    expect(reading('push', 'action', { transform: { jq: '.body' } })).toEqual([]);
  });

  test.each([
    ['hour', 'body.at', 'an event of calendar has no "body"; expected "eventTime" or "metadata"'],
    [
      'bucket',
      's3.bucket.name',
      'an event of minio has no "s3"; did you mean "notification.0.s3.bucket.name"?',
    ],
    ['bucket', 'body.s3.bucket', 'an event of minio has no "body"; did you mean "notification.0.s3.bucket"?'],
    ['paid', 'order.id', 'an event of sqs has no "order"; did you mean "body.order.id"?'],
  ])('what to write for %s: %s', (event, path, text) => {
    expect(reading(event, path)).toEqual([
      `[spec.dependencies.0.filters.data.0.path] ${text} [unknown-data]`,
    ]);
  });

  test.each([
    ['push', '{{ .Input.action }}', 'an event of github has no "action"; did you mean ".Input.body.action"?'],
    [
      'bucket',
      '{{ .Input.s3.bucket.name }}',
      'an event of minio has no "s3"; did you mean "(index .Input.notification 0).s3.bucket.name"?',
    ],
    [
      'topic',
      'n {{ .Input.body.Message.id | upper }}',
      'body.Message is a text, so it has no "id"; if it is JSON, write "(.Input.body.Message | fromJson).id", or parse it in a transform of the dependency: jq: .body.Message |= fromjson',
    ],
    ['push', '{{ .Input.headers.content }}', 'no event of github has a header "content"; write "Content"'],
  ])('said of a template of %s: %s', (event, dataTemplate, text) => {
    const object = sensor({
      dependencies: dependencies(event),
      triggers: [
        { parameters: [{ src: { dependencyName: event, dataTemplate }, dest: 'name' }], template: {} },
      ],
    });
    expect(lines('unknown-data', source, object)).toEqual([
      `[spec.triggers.0.parameters.0.src.dataTemplate] ${text} [unknown-data]`,
    ]);
  });

  test.each([
    '{{ (.Input.body.Message | fromJson).id }}',
    '{{ .Input.body.Message }}',
    '{{ index .Input.header "X" 0 }}',
  ])('not said of the template %s', (dataTemplate) => {
    const object = sensor({
      dependencies: dependencies('topic'),
      triggers: [
        { parameters: [{ src: { dependencyName: 'topic', dataTemplate }, dest: 'name' }], template: {} },
      ],
    });
    expect(lines('unknown-data', source, object)).toEqual([]);
  });

  test('said of an expression and a parameter', () => {
    const filters = { exprs: [{ expr: 'a > 1', fields: [{ name: 'a', path: 'total' }] }] };
    const src = { dependencyName: 'push', dataKey: 'after' };
    const object = sensor({
      dependencies: [{ ...dependencies('push')[0], filters }],
      triggers: [{ template: { name: 't', http: { payload: [{ src, dest: 'sha' }] } } }],
    });
    expect(lines('unknown-data', source, object)).toEqual([
      '[spec.dependencies.0.filters.exprs.0.fields.0.path] an event of github has no "total"; did you mean "body.total"? [unknown-data]',
      '[spec.triggers.0.template.http.payload.0.src.dataKey] an event of github has no "after"; did you mean "body.after"? [unknown-data]',
    ]);
  });
});

describe('nested-message', () => {
  const source = eventSource({ sqs: { a: { jsonBody: true }, b: {} }, kafka: { k: { jsonBody: true } } });
  const reading = (event: string, path: string) =>
    lines(
      'nested-message',
      source,
      sensor({
        dependencies: [
          { ...dependencies(event)[0], filters: { data: [{ path, type: 'string', value: ['x'] }] } },
        ],
      }),
    );
  const HELP = 'or turn on raw message delivery of the subscription and leave out Message [nested-message]';

  test('a key of the message of SNS in a queue', () => {
    expect(reading('a', 'body.Message.id')).toEqual([
      `[spec.dependencies.0.filters.data.0.path] of a message from SNS, body.Message is a text, so it has no "id"; write "body.Message.@fromstr.id", ${HELP}`,
    ]);
    const src = { dependencyName: 'a', dataTemplate: '{{ .Input.body.Message.id }}' };
    const object = sensor({
      dependencies: dependencies('a'),
      triggers: [{ parameters: [{ src, dest: 'name' }], template: {} }],
    });
    expect(lines('nested-message', source, object)).toEqual([
      `[spec.triggers.0.parameters.0.src.dataTemplate] of a message from SNS, body.Message is a text, so it has no "id"; write "(.Input.body.Message | fromJson).id", ${HELP}`,
    ]);
  });

  test.each([
    ['a', 'body.Message'],
    ['a', 'body.Message.@fromstr.id'],
    ['a', 'body.message.id'],
    ['k', 'body.Message.id'],
    // The rule unknown-data finds that its body is no object.
    ['b', 'body.Message.id'],
  ])('not said of %s: %s', (event, path) => {
    expect(reading(event, path)).toEqual([]);
  });
});

const HERE = 'in namespace "events"';
const ADD = 'add it, or give it as an external object';
const MOVE = 'both have to be in one namespace: move one of them, or add an object of that name here';

test('unknown-event-bus', () => {
  const objects = [sensor({ eventBusName: 'other' }), eventSource({})];
  expect(lines('unknown-event-bus', eventBus({}, 'main'), ...objects)).toEqual([
    `[spec.eventBusName] no EventBus "default" ${HERE}; ${ADD} [unknown-event-bus]`,
    `[spec.eventBusName] no EventBus "other" ${HERE}; ${ADD} [unknown-event-bus]`,
  ]);
  expect(lines('unknown-event-bus', elsewhere(JETSTREAM), sensor({}))).toEqual([
    `[spec.eventBusName] no EventBus "default" ${HERE}, only in namespace "elsewhere"; ${MOVE} [unknown-event-bus]`,
  ]);
});

test('unknown-event-source: each one once', () => {
  const twice = sensor({ dependencies: dependencies('a', 'b') });
  expect(lines('unknown-event-source', eventSource({}, 'gitlab'), twice)).toEqual([
    `[spec.dependencies.0.eventSourceName] no EventSource "github" ${HERE}; ${ADD} [unknown-event-source]`,
  ]);
  expect(lines('unknown-event-source', elsewhere(github), twice)).toEqual([
    `[spec.dependencies.0.eventSourceName] no EventSource "github" ${HERE}, only in namespace "elsewhere"; ${MOVE} [unknown-event-source]`,
  ]);
});

describe('unknown-event-source: an EventSource of another namespace', () => {
  const onBuses = (here: object, there: object) => {
    const objects = [eventBus(here), elsewhere(eventBus(there)), elsewhere(github)];
    return lines('unknown-event-source', ...objects, sensor({ dependencies: dependencies('push') }));
  };
  const exotic = (url: string) => ({ jetstreamExotic: { url } });
  const kafka = (topic?: string) => ({ kafka: { url: 'kafka:9092', ...(topic && { topic }) } });

  test.each([
    ['JetStream', exotic('nats://a'), exotic('nats://a')],
    ['Kafka', kafka('events'), kafka('events')],
  ])('reaches the sensor over one %s of somebody else', (_, here, there) => {
    expect(onBuses(here, there)).toEqual([]);
  });

  test.each([
    ['two JetStreams', exotic('nats://a'), exotic('nats://b')],
    ['JetStreams of the controller', { jetstream: { version: 'a' } }, { jetstream: { version: 'a' } }],
    ['a Kafka with a topic for each bus', kafka(), kafka()],
    ['a Kafka with two topics', kafka('a'), kafka('b')],
    [
      'STANs of one server, with a subject for each namespace',
      { nats: { exotic: {} } },
      { nats: { exotic: {} } },
    ],
  ])('does not over %s', (_, here, there) => {
    expect(onBuses(here, there)).toHaveLength(1);
  });
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
    `spec.template.serviceAccountName] no ServiceAccount "a-sa" ${HERE}, only in namespace "elsewhere"; did you mean "b-sa"?`,
  ],
  [
    'in a binding',
    [account('a-b'), sensor({}), binding('RoleBinding', 'a_b')],
    `subjects.1.name] no ServiceAccount "a_b" ${HERE}; did you mean "a-b"?`,
  ],
  [
    'in a binding of the cluster',
    [eventSource({}), binding('ClusterRoleBinding', 'a')],
    `subjects.1.name] no ServiceAccount "a" ${HERE}; ${ADD}`,
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
    '[spec.github.push.webhookSecret.key] the Secret "hook" has no key "secret"; expected "a" or "b" [missing-key]',
  ]);
});

test('missing-key: of a ConfigMap', () => {
  const valueFrom = { configMapKeyRef: { name: 'hook', key: 'x' } };
  const env = sensor({ template: { container: { env: [{ name: 'X', valueFrom }] } } });
  expect(lines('missing-key', env, { ...secret({ binaryData: { y: '' } }), kind: 'ConfigMap' })).toEqual([
    '[spec.template.container.env.0.valueFrom.configMapKeyRef.key] the ConfigMap "hook" has no key "x"; did you mean "y"? [missing-key]',
  ]);
});

test('missing-key: of a bus', () => {
  const exotic = { accessSecret: { name: 'hook', key: 'auth' } };
  expect(lines('missing-key', eventBus({ jetstreamExotic: exotic }), secret({ data: { a: 'x' } }))).toEqual([
    '[spec.jetstreamExotic.accessSecret.key] the Secret "hook" has no key "auth"; expected "a" [missing-key]',
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
    `[spec.github.push.webhookSecret.name] no Secret "hook" ${HERE}; did you mean "hooks"? [unknown-secret]`,
  ]);
});

test('unknown-secret: a ConfigMap is no Secret', () => {
  expect(lines('unknown-secret', reading, { ...secret({}), kind: 'ConfigMap' })).toHaveLength(1);
});

test('unknown-secret: a ConfigMap that a calendar remembers in, and does not make', () => {
  const clock = (configMap: object) => eventSource({ calendar: { night: { persistence: { configMap } } } });
  expect(lines('unknown-secret', clock({ name: 'clock' }))).toEqual([
    `[spec.calendar.night.persistence.configMap.name] no ConfigMap "clock" ${HERE}; ${ADD} [unknown-secret]`,
  ]);
  expect(lines('unknown-secret', clock({ name: 'clock', createIfNotExist: true }))).toEqual([]);
});

test('unknown-secret: of a bus', () => {
  const exotic = { accessSecret: { name: 'hook', key: 'auth' } };
  expect(lines('unknown-secret', eventBus({ jetstreamExotic: exotic }))).toHaveLength(1);
});

test('unknown-secret: the nearest name is told, if there are few', () => {
  const named = (count: number) =>
    Array.from({ length: count }, (_, n) => secret({ metadata: { name: `hook${n}`, namespace: 'events' } }));
  expect(lines('unknown-secret', reading, ...named(10))[0]).toContain('did you mean "hook0"?');
  expect(lines('unknown-secret', reading, ...named(11))[0]).toContain(ADD);
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
    `[spec.template.${place}] no ${kind} "x" ${HERE}; ${ADD} [unknown-secret]`,
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
    '[spec.eventBusName] no EventBus "default"; add it, or give it as an external object [unknown-event-bus]',
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

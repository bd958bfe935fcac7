import type { PlainObject } from '../../../src/lint';
import { dependencies, eventBus, eventSource, lines, sensor, trigger, triggering } from '../objects';

const LONG = 'a'.repeat(64);
const LABEL = 'at most 63 letters, digits, -, _ and ., the first and the last a letter or digit';

test('name-as-label: of an object', () => {
  for (const object of [sensor({}, LONG), eventSource({}, LONG)]) {
    expect(lines('name-as-label', object)).toEqual([
      `[metadata.name] "${LONG}" cannot be the value of a label; expected ${LABEL} [name-as-label]`,
    ]);
  }
});

test.each([
  ['k8s', {}],
  ['k8s', { operation: 'create' }],
  ['argoWorkflow', { operation: 'submit' }],
])('name-as-label: of a trigger, %s %j', (kind, action) => {
  expect(lines('name-as-label', triggering({ template: { name: 'a b', [kind]: action } }))).toEqual([
    `[spec.triggers.0.template.name] "a b" cannot be the value of a label; expected ${LABEL} [name-as-label]`,
  ]);
});

test.each([
  ['k8s', { operation: 'patch' }],
  ['argoWorkflow', { operation: 'resume' }],
  ['log', {}],
])('name-as-label: a trigger with %s %j labels nothing', (kind, action) => {
  expect(lines('name-as-label', triggering({ template: { name: 'a b', [kind]: action } }))).toEqual([]);
});

const service = { service: { ports: [{ port: 80 }] } };
const JETSTREAM = { jetstream: { version: '2.10' } };

test.each([
  [eventSource(service, 'git.hub'), 'git.hub-eventsource-svc'],
  [eventSource(service, 'a'.repeat(48)), `${'a'.repeat(48)}-eventsource-svc`],
  [eventBus(JETSTREAM, 'my.bus'), 'eventbus-my.bus-js-svc'],
  [eventBus({ nats: { native: {} } }, 'my.bus'), 'eventbus-my.bus-stan-svc'],
])('service-name: %#', (object, name) => {
  expect(lines('service-name', object)).toEqual([
    `[metadata.name] the Service would be called "${name}", which Kubernetes refuses; expected a letter, then letters, digits and -, of at most 63 in all [service-name]`,
  ]);
});

test.each([
  ['an EventSource without a Service', eventSource({}, '9.x')],
  ['a bus from elsewhere', eventBus({ jetstreamExotic: { url: 'x' } }, 'my.bus')],
  ['a STAN from elsewhere', eventBus({ nats: { exotic: {} } }, 'my.bus')],
  ['a name that fits', eventSource(service, 'a'.repeat(47))],
])('service-name: not said of %s', (_, object) => {
  expect(lines('service-name', object)).toEqual([]);
});

test.each([0, -1])('replicas-zero: %d', (replicas) => {
  for (const object of [sensor({ replicas }), eventSource({ replicas })]) {
    expect(lines('replicas-zero', object)).toEqual([
      `[spec.replicas] ${replicas} counts as 1; expected at least 1 [replicas-zero]`,
    ]);
  }
});

const LEASE = 'events.argoproj.io/leader-election';
const leased = (object: PlainObject, by: string) => ({
  ...object,
  metadata: { ...(object['metadata'] as object), annotations: { [LEASE]: by } },
});

test.each([
  [2, 2, 1],
  [4, 3, 3],
])('even-replicas: %d', (replicas, majority, less) => {
  for (const object of [sensor({ replicas }), eventSource({ replicas, calendar: { daily: {} } })]) {
    for (const bus of [eventBus(JETSTREAM), eventBus({ kafka: { url: 'x' } }, 'other')]) {
      expect(lines('even-replicas', bus, leased(object, 'bus'))).toEqual([
        `[spec.replicas] ${majority} of ${replicas} pods must run to elect the one that works, so ${replicas} are no safer than ${less}; expected an odd number, or the annotation ${LEASE}: k8s for a lease [even-replicas]`,
      ]);
    }
  }
});

test.each<[string, ...PlainObject[]]>([
  ['one', sensor({ replicas: 1 })],
  ['an odd number', sensor({ replicas: 3 })],
  ['a lease', leased(sensor({ replicas: 2 }), 'K8s')],
  ['a sensor on Kafka', eventBus({ kafka: { url: 'x' } }), sensor({ replicas: 2 })],
  ['an EventSource of which all pods work', eventSource({ replicas: 2, webhook: { deploy: {} } })],
])('even-replicas: not said of %s', (_, ...objects) => {
  expect(lines('even-replicas', ...objects)).toEqual([]);
});

const oneServer = (more: object) => eventBus({ jetstream: { version: 'latest', replicas: 1, ...more } });

test.each([
  ['', 3],
  ['maxAge: 72h\n', 3],
  ['maxAge: 72h\nReplicas: 2\n', 2],
  ['{"replicas": "5"}', 5],
])('stream-replicas: %j', (streamConfig, replicas) => {
  expect(lines('stream-replicas', oneServer({ streamConfig }))).toEqual([
    `[spec.jetstream.streamConfig] the stream has ${replicas} replicas, but the bus has one server; write replicas: 1 [stream-replicas]`,
  ]);
});

test.each([
  ['a stream of one', oneServer({ streamConfig: 'maxAge: 72h\nreplicas: 1\n' })],
  ['three servers', eventBus({ jetstream: { version: 'latest', replicas: 3 } })],
  ['the default, which is three servers', eventBus({ jetstream: { version: 'latest' } })],
])('stream-replicas: not said of %s', (_, object) => {
  expect(lines('stream-replicas', object)).toEqual([]);
});

test('pod-metadata', () => {
  const metadata = {
    annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '7777', owner: 'us' },
    labels: { 'sidecar.istio.io/inject': 'false', app: 'x' },
  };
  const template = { metadata: { annotations: { 'prometheus.io/port': '7777' } } };
  expect(lines('pod-metadata', { ...sensor({ template }), metadata })).toEqual([
    '[metadata.annotations.prometheus.io/scrape] "prometheus.io/scrape" does not get to the pods; move it to spec.template.metadata.annotations [pod-metadata]',
    '[metadata.labels.sidecar.istio.io/inject] "sidecar.istio.io/inject" does not get to the pods; move it to spec.template.metadata.labels [pod-metadata]',
  ]);
});

test('object-too-large: in the escapes of the engine', () => {
  const around =
    '{"metadata":{"name":"loop","namespace":"events","creationTimestamp":null},"spec":{"loggingFields":null,"x":""},"status":{}}'
      .length;
  const fits = Math.floor((131_072 - 'SENSOR_OBJECT='.length - 1) / 4) * 3;
  expect(lines('object-too-large', sensor({ x: 'x'.repeat(fits - around) }))).toEqual([]);
  expect(lines('object-too-large', sensor({ x: 'x'.repeat(fits - around + 1) }))).toEqual([
    '[spec] the object takes 131075 bytes in an environment variable; expected at most 131072 bytes [object-too-large]',
  ]);
  expect(lines('object-too-large', sensor({ x: '<'.repeat(fits / 6) }))).toHaveLength(1);
  expect(lines('object-too-large', sensor({ x: '€'.repeat(fits / 3) }))).toHaveLength(1);
});

test('object-too-large: of an EventSource', () => {
  expect(lines('object-too-large', eventSource({ x: 'x'.repeat(100_000) }, 'g'))).toEqual([
    '[spec] the object takes 133488 bytes in an environment variable; expected at most 131072 bytes [object-too-large]',
  ]);
});

test.each([
  [
    'a Secret',
    eventSource({ github: { push: { webhookSecret: { name: 'a.b', key: 'k' } } } }),
    'spec.github.push.webhookSecret.name] no volume can be named after "a.b"; expected at most 56 letters, digits and -',
  ],
  [
    'a ConfigMap, in a list',
    triggering(
      trigger('http', {
        secureHeaders: [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'a.b', key: 'k' } } }],
      }),
    ),
    'spec.triggers.0.template.http.secureHeaders.0.valueFrom.configMapKeyRef.name] no volume can be named after "a.b"; expected at most 60 letters, digits and -',
  ],
])('volume-name: of %s', (_, object, message) => {
  expect(lines('volume-name', object)).toEqual([`[${message} [volume-name]`]);
});

test.each([
  ['underscores, which the engine exchanges', { webhookSecret: { name: 'a_b', key: 'k' } }],
  ['56 characters', { webhookSecret: { name: 'a'.repeat(56), key: 'k' } }],
  ['what is no reference', { webhookSecret: { name: 'a.b' } }],
])('volume-name: not said of %s', (_, push) => {
  expect(lines('volume-name', eventSource({ github: { push } }))).toEqual([]);
});

test.each([
  [
    'the source of an object',
    triggering(trigger('k8s', { source: { git: { sshKeySecret: { name: 'a.b', key: 'k' } } } })),
  ],
  ['a field called resource', sensor({ resource: { authSecret: { name: 'a.b', key: 'k' } } })],
])('volume-name: of %s', (_, object) => {
  expect(lines('volume-name', object)).toHaveLength(1);
});

test('volume-name: of one Secret in two places, as an alias in YAML makes it', () => {
  const webhookSecret = { name: 'a.b', key: 'k' };
  const github = { push: { webhookSecret }, pull: { webhookSecret } };
  expect(lines('volume-name', eventSource({ github }))).toHaveLength(2);
});

test('volume-name: not said of the object of a trigger, which is for another pod', () => {
  const resource = { spec: { env: { secretKeyRef: { name: 'a.b', key: 'k' } } } };
  expect(lines('volume-name', triggering(trigger('k8s', { source: { resource } })))).toEqual([]);
});

test('event-source-kinds: each kind that cannot stand there', () => {
  const source = eventSource({
    calendar: { a: {} },
    github: { b: {} },
    resource: { c: {} },
    webhook: { d: {} },
  });
  expect(lines('event-source-kinds', source)).toEqual([
    '[spec.github] github cannot be in one EventSource with calendar and resource; move it to another EventSource [event-source-kinds]',
    '[spec.webhook] webhook cannot be in one EventSource with calendar and resource; move it to another EventSource [event-source-kinds]',
  ]);
  expect(lines('event-source-kinds', eventSource({ calendar: {}, github: { b: {} } }))).toEqual([]);
});

test('duplicate-event', () => {
  expect(
    lines('duplicate-event', eventSource({ github: { a: {} }, webhook: { a: {} }, replicas: 1 })),
  ).toEqual([
    '[spec.webhook.a] an event of github is called "a", too; give it another name [duplicate-event]',
  ]);
});

test.each([
  ['webhook', 'authSecret'],
  ['github', 'webhookSecret'],
  ['gitlab', 'secretToken'],
  ['bitbucketserver', 'webhookSecret'],
])('unverified-webhook: %s', (kind, field) => {
  const secret = { name: 'x', key: 'y' };
  expect(lines('unverified-webhook', eventSource({ [kind]: { a: {} } }))).toEqual([
    `[spec.${kind}.a.${field}] anybody can post here; set ${field} [unverified-webhook]`,
  ]);
  const registered = { webhook: { url: 'https://a' }, accessToken: secret, projects: ['A'] };
  expect(
    lines('unverified-webhook', eventSource({ [kind]: { a: { ...registered, [field]: secret } } })),
  ).toEqual([]);
  expect(
    lines('unverified-webhook', eventSource({ [kind]: { a: { webhook: { authSecret: secret } } } })),
  ).toHaveLength(kind === 'webhook' ? 1 : 0);
});

test.each([
  ['gitlab', 'secretToken', {}, 'webhook.url'],
  ['gitlab', 'secretToken', { webhook: { url: '' } }, 'webhook.url'],
  ['bitbucketserver', 'webhookSecret', { accessToken: {}, projects: ['A'] }, 'webhook.url'],
  ['bitbucketserver', 'webhookSecret', { webhook: { url: 'https://a' }, projects: ['A'] }, 'accessToken'],
  [
    'bitbucketserver',
    'webhookSecret',
    { webhook: { url: 'https://a' }, accessToken: {}, projects: [] },
    'repositories',
  ],
])('unverified-webhook: a secret of %s that is not read', (kind, field, rest, missing) => {
  expect(lines('unverified-webhook', eventSource({ [kind]: { a: { [field]: {}, ...rest } } }))).toEqual([
    `[spec.${kind}.a.${field}] the engine checks it only for hooks that it registers itself; set ${missing} [unverified-webhook]`,
  ]);
});

const hook = (endpoint: string, port = '12000') => ({ webhook: { endpoint, port } });

test.each([
  [
    'without a slash',
    { github: { a: hook('push') } },
    'spec.github.a.webhook.endpoint] "push" has no slash in front; write "/push"',
  ],
  [
    'with a query',
    { github: { a: hook('/push?key=x') } },
    'spec.github.a.webhook.endpoint] no request has a path with "?key=x"; expected the path as it is in the request, without query and wildcards',
  ],
  [
    'with a wildcard',
    { webhook: { a: { endpoint: '/hooks/*', port: '1' } } },
    'spec.webhook.a.endpoint] no request has a path with "*"; expected the path as it is in the request, without query and wildcards',
  ],
  [
    'of another event',
    { webhook: { a: { endpoint: '/x', port: '1' }, b: { endpoint: '/x', port: '1' } } },
    'spec.webhook.b.endpoint] the event "a" has the endpoint "/x", too; expected an endpoint of its own',
  ],
])('webhook-endpoint: %s', (_, spec, message) => {
  expect(lines('webhook-endpoint', eventSource(spec))).toEqual([`[${message} [webhook-endpoint]`]);
});

test.each([
  ['on another port', { github: { a: hook('/x', '1'), b: hook('/x', '2') } }],
  ['of another kind', { github: { a: hook('/x') }, gitlab: { b: hook('/x') } }],
])('webhook-endpoint: two may be the same %s', (_, spec) => {
  expect(lines('webhook-endpoint', eventSource(spec))).toEqual([]);
});

test('webhook-port', () => {
  const spec = { github: { a: hook('/a'), b: hook('/b') }, gitlab: { c: hook('/c'), d: hook('/d', '7777') } };
  expect(lines('webhook-port', eventSource(spec))).toEqual([
    '[spec.gitlab.c.webhook.port] port 12000 is taken by github; expected a port of its own [webhook-port]',
    '[spec.gitlab.d.webhook.port] port 7777 is taken by the metrics; expected a port of its own [webhook-port]',
  ]);
});

test.each([
  ['serverCertSecret', 'serverKeySecret'],
  ['serverKeySecret', 'serverCertSecret'],
])('webhook-tls: %s without %s', (there, missing) => {
  const webhook = { a: { [there]: { name: 'x', key: 'y' } } };
  expect(lines('webhook-tls', eventSource({ webhook }))).toEqual([
    `[spec.webhook.a.${missing}] the server speaks plain HTTP without ${missing}; set both secrets [webhook-tls]`,
  ]);
});

const ports = (port: object) => eventSource({ service: { ports: [port] }, github: { a: hook('/a') } });

test.each([
  [{ port: 80 }, 'port] nothing listens on port 80'],
  [{ port: 12000, targetPort: 80 }, 'targetPort] nothing listens on port 80'],
  [{ port: 12000, targetPort: 'http' }, 'targetPort] nothing listens on port "http"'],
])('service-port: %j', (port, message) => {
  expect(lines('service-port', ports(port))).toEqual([
    `[spec.service.ports.0.${message}; expected "12000" or "7777" [service-port]`,
  ]);
});

test.each([
  { port: 12000 },
  { port: 80, targetPort: 12000 },
  { port: 7777 },
  { port: 9, targetPort: 'metrics' },
])('service-port: %j leads somewhere', (port) => {
  expect(lines('service-port', ports(port))).toEqual([]);
});

test('objects without a spec have none of these troubles', () => {
  const bare = [sensor({ dependencies: dependencies('a') }), eventSource({}), eventBus({})];
  for (const id of ['service-port', 'webhook-tls', 'pod-metadata', 'object-too-large']) {
    expect(lines(id, ...bare)).toEqual([]);
  }
});

test('log-level', () => {
  const LEVELS = 'expected "debug", "info", "warn" or "error"';
  const env = ['INFO', 'trace', 'warn', ''].map((value) => ({ name: 'LOG_LEVEL', value }));
  const template = { container: { env: [{ name: 'OTHER', value: 'INFO' }, ...env, { name: 'LOG_LEVEL' }] } };
  for (const object of [sensor({ template }), eventSource({ template })]) {
    expect(lines('log-level', object)).toEqual(
      [
        [1, 'INFO', 'did you mean "info"?'],
        [2, 'trace', LEVELS],
        [4, '', LEVELS],
      ].map(
        ([index, level, help]) =>
          `[spec.template.container.env.${index}.value] unknown level "${level}"; ${help} [log-level]`,
      ),
    );
  }
});

test('metrics-port', () => {
  const scraped = (port: unknown) => ({
    template: { metadata: { annotations: { 'prometheus.io/port': port } } },
  });
  for (const object of [sensor(scraped('9090')), eventSource(scraped('9090'))]) {
    expect(lines('metrics-port', object)).toEqual([
      '[spec.template.metadata.annotations.prometheus.io/port] there are no metrics on port "9090"; expected "7777" [metrics-port]',
    ]);
  }
  expect(lines('metrics-port', sensor(scraped('7777')), sensor({ template: {} }))).toEqual([]);
});

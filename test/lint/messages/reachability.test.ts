import { checkSet, type PlainObject, RULES } from '../../../src/lint';
import { eventBus, eventSource, lines, linesWith } from '../objects';

const hook = (port = '12000', endpoint = '/order') => ({ endpoint, port, method: 'POST' });
const hooks = (spec: object = {}) => eventSource({ webhook: { order: hook() }, ...spec }, 'hooks');
const service = { ports: [{ name: 'http', port: 80, targetPort: 12000 }] };
const plain = (apiVersion: string, kind: string, spec: object, namespace = 'events'): PlainObject => ({
  apiVersion,
  kind,
  metadata: { name: 'orders', namespace },
  spec,
});
const serviceFor = (selector: object, port: object = { port: 12000 }, namespace?: string) =>
  plain('v1', 'Service', { selector, ports: [port] }, namespace);

/** The lines about objects that are not all there are. */
function openLines(id: string, ...objects: PlainObject[]): string[] {
  return checkSet(objects, { rules: RULES.filter((rule) => rule.id === id) }).map(({ message }) => message);
}

const NO_SERVICE =
  'no Service leads to port 12000; add { port: 12000, targetPort: 12000 } to spec.service.ports [webhook-service]';

test('webhook-service: there is no Service', () => {
  expect(lines('webhook-service', hooks())).toEqual([`[spec.webhook.order.port] ${NO_SERVICE}`]);
  const github = eventSource({ github: { push: { webhook: hook() }, issues: { webhook: hook() } } });
  expect(lines('webhook-service', github)).toEqual([`[spec.github.push.webhook.port] ${NO_SERVICE}`]);
  const other = serviceFor({ 'eventsource-name': 'others' });
  expect(lines('webhook-service', hooks(), other)).toEqual([`[spec.webhook.order.port] ${NO_SERVICE}`]);
});

test('webhook-service: the Service has other ports', () => {
  const other = hooks({ service: { ports: [{ port: 12000, targetPort: 8080 }] } });
  expect(lines('webhook-service', other)).toEqual([`[spec.webhook.order.port] ${NO_SERVICE}`]);
  expect(openLines('webhook-service', other)).toEqual(['no Service leads to port 12000']);
});

test('webhook-service: a Service with another port is one finding, of service-target', () => {
  const wrong = serviceFor({ 'eventsource-name': 'hooks' }, { port: 80, targetPort: 8080 });
  expect(lines('webhook-service', hooks(), wrong)).toEqual([]);
  expect(lines('service-target', hooks(), wrong)).toHaveLength(1);
});

test.each<[string, PlainObject[]]>([
  ['a Service of its own', [hooks({ service })]],
  [
    'a Service beside it',
    [hooks(), serviceFor({ 'eventsource-name': 'hooks' }, { port: 80, targetPort: 12000 })],
  ],
  [
    'a Service that selects by a label of the pods',
    [hooks({ template: { metadata: { labels: { app: 'hooks' } } } }), serviceFor({ app: 'hooks' })],
  ],
  ['a Service that may lead anywhere', [hooks(), serviceFor({})]],
  ['events without port', [eventSource({ calendar: { night: { schedule: '0 3 * * *' } } })]],
])('webhook-service: not said with %s', (_, objects) => {
  expect(lines('webhook-service', ...objects)).toEqual([]);
});

test('webhook-service: not said if there may be a Service elsewhere, or one is declared', () => {
  expect(openLines('webhook-service', hooks())).toEqual([]);
  expect(
    linesWith(
      [{ kind: 'Service', metadata: { name: 'x', namespace: 'events' } }],
      'webhook-service',
      hooks(),
    ),
  ).toEqual([]);
});

test('service-target: a port on which nothing listens', () => {
  const wrong = (port: object) =>
    lines('service-target', hooks(), serviceFor({ 'eventsource-name': 'hooks' }, port));
  const said = 'the EventSource "hooks" does not listen on port';
  const help = 'expected "12000", "7777" or "metrics" [service-target]';
  expect(wrong({ port: 80, targetPort: 8080 })).toEqual([`[spec.ports.0.targetPort] ${said} 8080; ${help}`]);
  expect(wrong({ port: 80 })).toEqual([`[spec.ports.0.port] ${said} 80; ${help}`]);
  expect(wrong({ port: 80, targetPort: 'http' })).toEqual([
    `[spec.ports.0.targetPort] ${said} http; ${help}`,
  ]);
});

test('service-target: labels of no pod', () => {
  expect(lines('service-target', hooks(), serviceFor({ 'eventsource-name': 'hook' }))).toEqual([
    '[spec.selector.eventsource-name] no EventSource "hook" in namespace "events"; did you mean "hooks"? [service-target]',
  ]);
  const more = serviceFor({ 'eventsource-name': 'hooks', app: 'orders' });
  expect(lines('service-target', hooks(), more)).toEqual([
    '[spec.selector] no pod of the EventSource "hooks" has all of these labels; keep eventsource-name: hooks, or add the others to its spec.template.metadata.labels [service-target]',
  ]);
  const elsewhere = serviceFor({ 'eventsource-name': 'hooks' }, { port: 1 }, 'shop');
  expect(openLines('service-target', hooks(), elsewhere)).toEqual([
    'no EventSource "hooks" in namespace "shop", only in namespace "events"',
  ]);
});

test.each<[string, PlainObject[]]>([
  ['the port of an event', [hooks(), serviceFor({ 'eventsource-name': 'hooks' })]],
  [
    'the port of the metrics',
    [hooks(), serviceFor({ controller: 'eventsource-controller' }, { port: 7777 })],
  ],
  ['other pods', [hooks(), serviceFor({ app: 'shop' }, { port: 1 })]],
  ['the pods of a sensor', [serviceFor({ 'sensor-name': 'loop', 'owner-name': 'loop' }, { port: 1 })]],
  ['the pods of any owner', [serviceFor({ 'owner-name': 'loop' }, { port: 1 })]],
])('service-target: not said of a Service for %s', (_, objects) => {
  expect(lines('service-target', ...objects)).toEqual([]);
});

test('service-target: not said of an EventSource elsewhere, or one that is declared only', () => {
  const orders = serviceFor({ 'eventsource-name': 'hooks' }, { port: 1 });
  expect(openLines('service-target', orders)).toEqual([]);
  const declared = { kind: 'EventSource', metadata: { name: 'hooks', namespace: 'events' } };
  expect(linesWith([declared], 'service-target', orders)).toEqual([]);
});

interface Backend {
  readonly name?: string;
  readonly port?: object;
  readonly path?: string;
  readonly pathType?: string;
}

function ingress({
  name = 'hooks-eventsource-svc',
  port = { number: 80 },
  path = '/',
  pathType = 'Prefix',
}: Backend) {
  const backend = { service: { name, port } };
  return plain('networking.k8s.io/v1', 'Ingress', {
    rules: [{ http: { paths: [{ path, pathType, backend }] } }],
  });
}

const BACKEND = 'spec.rules.0.http.paths.0';

test('route-target: no Service', () => {
  expect(lines('route-target', hooks(), ingress({}))).toEqual([
    `[${BACKEND}.backend.service.name] the EventSource "hooks" has no Service; set its spec.service.ports [route-target]`,
  ]);
  expect(lines('route-target', hooks(), ingress({ name: 'hook-eventsource-svc' }))).toEqual([
    `[${BACKEND}.backend.service.name] no EventSource "hook" in namespace "events"; did you mean "hooks"? [route-target]`,
  ]);
});

test('route-target: a Service that is nowhere', () => {
  const route = ingress({ name: 'hooks-svc' });
  expect(lines('route-target', hooks({ service }), route)).toEqual([
    `[${BACKEND}.backend.service.name] no Service "hooks-svc" in namespace "events"; the Service of the EventSource "hooks" is "hooks-eventsource-svc" [route-target]`,
  ]);
  expect(openLines('route-target', hooks({ service }), route)).toEqual([]);
  expect(lines('route-target', hooks({ service }), ingress({ name: 'shop' }))).toEqual([]);
});

test('route-target: the name of the EventSource', () => {
  expect(lines('route-target', hooks({ service }), ingress({ name: 'hooks' }))).toEqual([
    `[${BACKEND}.backend.service.name] the Service of the EventSource "hooks" has another name; write "hooks-eventsource-svc" [route-target]`,
  ]);
  // There may be a Service of this name.
  expect(lines('route-target', hooks(), ingress({ name: 'hooks' }))).toEqual([]);
});

test('route-target: no port', () => {
  const port = (text: string) =>
    `the Service "hooks-eventsource-svc" has no port ${text}; expected "http" [route-target]`;
  expect(lines('route-target', hooks({ service }), ingress({ port: { number: 12000 } }))).toEqual([
    `[${BACKEND}.backend.service.port.number] ${port('12000')}`,
  ]);
  expect(lines('route-target', hooks({ service }), ingress({ port: { name: 'web' } }))).toEqual([
    `[${BACKEND}.backend.service.port.name] ${port('web')}`,
  ]);
  const old = plain('extensions/v1beta1', 'Ingress', {
    backend: { serviceName: 'hooks-eventsource-svc', servicePort: 12000 },
  });
  expect(lines('route-target', hooks({ service }), old)).toEqual([
    `[spec.backend.servicePort] ${port('12000')}`,
  ]);
  const route = plain('gateway.networking.k8s.io/v1', 'HTTPRoute', {
    rules: [{ backendRefs: [{ name: 'hooks-eventsource-svc', port: 12000 }] }],
  });
  expect(lines('route-target', hooks({ service }), route)).toEqual([
    `[spec.rules.0.backendRefs.0.port] ${port('12000')}`,
  ]);
  const orders = serviceFor({ 'eventsource-name': 'hooks' }, { port: 80, targetPort: 12000 });
  expect(lines('route-target', hooks(), orders, ingress({ name: 'orders', port: { number: 81 } }))).toEqual([
    `[${BACKEND}.backend.service.port.number] the Service "orders" has no port 81; expected "80" [route-target]`,
  ]);
});

test.each([
  ['/orders', 'Prefix'],
  ['/ord', 'Prefix'],
  ['/', 'Exact'],
  ['/order/', 'Exact'],
])('route-target: the path %s, %s', (path, pathType) => {
  expect(lines('route-target', hooks({ service }), ingress({ path, pathType }))).toEqual([
    `[${BACKEND}.path] no event of the EventSource "hooks" has an endpoint at "${path}"; expected "/order" [route-target]`,
  ]);
});

const rewriting = (object: PlainObject): PlainObject => ({
  ...object,
  metadata: {
    name: 'x',
    namespace: 'events',
    annotations: { 'nginx.ingress.kubernetes.io/rewrite-target': '/$1' },
  },
});

test.each<[string, PlainObject]>([
  ['a path above', ingress({})],
  ['the path', ingress({ path: '/order', pathType: 'Exact' })],
  ['the path with a slash', ingress({ path: '/order/' })],
  ['the name of the port', ingress({ port: { name: 'http' } })],
  ['another path that is changed on the way', rewriting(ingress({ path: '/orders' }))],
  ['a pattern', ingress({ path: '/(.*)', pathType: 'ImplementationSpecific' })],
  ['another Service', ingress({ name: 'shop' })],
])('route-target: not said of %s', (_, object) => {
  expect(lines('route-target', hooks({ service }), object)).toEqual([]);
});

test('route-target: not said of a Service that may be elsewhere', () => {
  expect(openLines('route-target', ingress({}))).toEqual([]);
  expect(openLines('route-target', hooks(), ingress({}))).toEqual(['the EventSource "hooks" has no Service']);
});

const github = (event: object) => eventSource({ github: { push: event } });
const token = { name: 'github', key: 'token' };

test.each<[PlainObject, string]>([
  [
    github({ apiToken: token, webhook: hook() }),
    'github.push.apiToken] no hook is registered without webhook.url; set webhook.url to the address that GitHub calls; if you make the hook by hand, remove apiToken',
  ],
  [
    github({ githubApp: { appID: 1 }, webhook: { ...hook(), url: '' } }),
    'github.push.githubApp] no hook is registered without webhook.url; set webhook.url to the address that GitHub calls; if you make the hook by hand, remove githubApp',
  ],
  [
    github({ webhook: { ...hook(), url: 'https://x' } }),
    'github.push.webhook.url] no hook is registered without apiToken or githubApp; set one of them; if you make the hook by hand, remove the url',
  ],
  [
    eventSource({ sns: { push: { webhook: hook() } } }),
    'sns.push.webhook.url] the engine registers an address without a host; set it to the address that reaches the event source, such as "https://hooks.example.com"',
  ],
  [
    eventSource({ stripe: { push: { createWebhook: true, webhook: hook() } } }),
    'stripe.push.webhook.url] the engine registers an address without a host; set it to the address that reaches the event source, such as "https://hooks.example.com"',
  ],
  [
    eventSource({ gitlab: { push: { webhook: { ...hook(), url: 'hooks.example.com' } } } }),
    'gitlab.push.webhook.url] "hooks.example.com" is no address: it has no https:// in front; write "https://hooks.example.com"',
  ],
  [
    github({ apiToken: token, webhook: { ...hook(), url: 'https://hooks.example.com/order/' } }),
    'github.push.webhook.url] the hook is registered at "https://hooks.example.com/order/order"; write "https://hooks.example.com": the endpoint is appended',
  ],
])('hook-url: %#', (source, said) => {
  expect(lines('hook-url', source)).toEqual([`[spec.${said} [hook-url]`]);
});

test.each([
  github({ webhook: hook() }),
  github({ apiToken: token, webhook: { ...hook(), url: 'https://x' } }),
  eventSource({ stripe: { push: { webhook: hook() } } }),
  eventSource({ gitlab: { push: { accessToken: token, webhook: hook() } } }),
  hooks(),
])('hook-url: not said of %#', (source) => {
  expect(lines('hook-url', source)).toEqual([]);
});

const bus = (version: unknown) => eventBus({ jetstream: { version } });
const VERSIONS =
  '"latest", "2.8.1", "2.8.1-alpine", "2.8.2", "2.8.2-alpine", "2.9.1", "2.9.12", "2.9.16" or "2.10.29"';

test.each(['2.8.0', '2.10', '2.10.29-alpine'])('bus-version: %s', (version) => {
  expect(lines('bus-version', bus(version))).toEqual([
    `[spec.jetstream.version] the controller does not know the version "${version}" by default; expected ${VERSIONS} [bus-version]`,
  ]);
});

test('bus-version: those of the configuration among the objects count', () => {
  const config: PlainObject = {
    kind: 'ConfigMap',
    metadata: { name: 'argo-events-controller-config', namespace: 'argo-events' },
    data: { 'controller-config.yaml': 'eventBus:\n  jetstream:\n    versions:\n    - version: "2.11.0"\n' },
  };
  expect(lines('bus-version', bus('2.11.0'), config)).toEqual([]);
  expect(linesWith([config], 'bus-version', bus('latest'))).toEqual([
    '[spec.jetstream.version] the controller does not know the version "latest" by default; expected "2.11.0" [bus-version]',
  ]);
});

test.each([bus('latest'), bus('2.10.29'), bus(undefined), eventBus({ jetstreamExotic: { url: 'x' } })])(
  'bus-version: not said of %#',
  (object) => {
    expect(lines('bus-version', object)).toEqual([]);
  },
);

import { eventSource, lines, trigger, triggering } from '../objects';

const watching = (filter: object) => eventSource({ resource: { web: { filter } } });
const FILTER = 'spec.resource.web.filter';
const field = (key: string, value: string, operation = '==') =>
  watching({ fields: [{ key, operation, value }] });

test.each([
  ['metadata.labels.app.kubernetes.io/name', 'metadata.labels.app\\.kubernetes\\.io/name'],
  ['metadata.annotations.example.com/owner', 'metadata.annotations.example\\.com/owner'],
  ["metadata.labels['app.kubernetes.io/name']", 'metadata.labels.app\\.kubernetes\\.io/name'],
  ['metadata.labels[app]', 'metadata.labels.app'],
  ['body.metadata.name', 'metadata.name'],
  ['$.status.phase', 'status.phase'],
  ['.status.phase', 'status.phase'],
  ['{.status.phase}', 'status.phase'],
  ['status.conditions[0].type', 'status.conditions.0.type'],
])('field-key: %s', (key, meant) => {
  expect(lines('field-key', field(key, '^x$'))).toEqual([
    `[${FILTER}.fields.0.key] no object has a field ${JSON.stringify(key)}, so none gives an event; write ${JSON.stringify(meant)} [field-key]`,
  ]);
});

test.each([
  'metadata.name',
  'metadata.labels.app',
  'metadata.labels.app\\.kubernetes\\.io/name',
  'status.conditions.#(type=="Ready").status',
  'status.conditions.0.type',
  'data.body\\.txt',
])('field-key: not said of %s', (key) => {
  expect(lines('field-key', field(key, '^x$'))).toEqual([]);
});

const SENSOR =
  'filter the dependency of the sensor on it, below body, with the type number or bool, or on one field with a text';

test.each([
  ['spec.replicas', '0', '==', 'a number', 'no object passes'],
  ['spec.replicas', '0', '!=', 'a number', 'every object with it passes'],
  ['status.readyReplicas', '^[1-9]', '==', 'a number', 'no object passes'],
  ['spec.shards', '^3$', '==', 'a number', 'no object passes'],
  ['metadata.generation', '1', '==', 'a number', 'no object passes'],
  ['spec.suspend', 'true', '==', 'a boolean', 'no object passes'],
  ['spec.ready', 'false', '=', 'a boolean', 'no object passes'],
  ['metadata.labels', 'app', '==', 'an object', 'no object passes'],
  ['status.conditions', 'Ready', '==', 'a list', 'no object passes'],
  ['status.conditions.#.type', 'Ready', '==', 'a list', 'no object passes'],
  ['status.conditions.#', '3', '==', 'a number', 'no object passes'],
])('field-not-text: %s %s %s', (key, value, operation, held, effect) => {
  expect(lines('field-not-text', field(key, value, operation))).toEqual([
    `[${FILTER}.fields.0.key] "${key}" holds ${held}, no text, so ${effect}; ${SENSOR} [field-not-text]`,
  ]);
});

test.each([
  ['metadata.name', '^7$'],
  ['metadata.resourceVersion', '^7$'],
  ['metadata.labels.release', '^7$'],
  ['data.shards', '^7$'],
  ['spec.template.spec.nodeSelector.zone', '^1$'],
  ['status.capacity.cpu', '^4$'],
  ['status.phase', 'Succeeded'],
  ['status.conditions.#(type=="Ready").status', 'True'],
  // Whether the field is there.
  ['spec.replicas', ''],
  ['spec.replicas', '.*'],
])('field-not-text: not said of %s and %j', (key, value) => {
  expect(lines('field-not-text', field(key, value))).toEqual([]);
});

test.each([
  ['metadata.name', 'web', '==', 'also passes "web-2"', '^web$'],
  ['involvedObject.name', 'web.shop', '=', 'also passes "web.shop-2"', '^web\\.shop$'],
  ['metadata.namespace', 'shop', '!=', 'drops "shop-2" too', '^shop$'],
  ['involvedObject.kind', 'Job', '==', 'also passes "Job-2"', '^Job$'],
])('field-not-anchored: %s %s %s', (key, value, operation, effect, meant) => {
  expect(lines('field-not-anchored', field(key, value, operation))).toEqual([
    `[${FILTER}.fields.0.value] "${value}" may match anywhere in the text, so it ${effect}; write ${JSON.stringify(meant)} [field-not-anchored]`,
  ]);
});

test.each([
  ['metadata.name', '^web$'],
  ['metadata.name', '^web'],
  ['metadata.name', 'web-'],
  ['metadata.name', 'web|shop'],
  ['metadata.name', 'web.*'],
  ['status.phase', 'Succeeded'],
  ['type', 'Warning'],
  ['spec.replicas', '3'],
  ['metadata.name', ''],
])('field-not-anchored: not said of %s and %j', (key, value) => {
  expect(lines('field-not-anchored', field(key, value))).toEqual([]);
});

const label = (key: string, value?: string, operation?: string) =>
  watching({ labels: [{ key, operation, value }] });

test.each([
  ['in', 'a, b', '"in"', 'write "a,b"'],
  ['notin', 'a,b c', '"notin"', 'expected values of the label with commas between them, such as "a,b"'],
  ['exists', 'x', '"exists"', 'leave it empty'],
  ['!', 'x', '"!"', 'leave it empty'],
  ['gt', 'many', '"gt"', 'expected a whole number'],
  ['lt', '', '"lt"', 'expected a whole number'],
  ['==', 'a,b', 'a label', 'for one of several, set operation: in'],
  ['!=', 'a,b', 'a label', 'for one of several, set operation: notin'],
  [undefined, '^web$', 'a label', 'expected the whole value of the label: it is no pattern'],
])('label-selector: %s %j', (operation, value, what, help) => {
  expect(lines('label-selector', label('app', value, operation))).toEqual([
    `[${FILTER}.labels.0.value] "${value}" is no value for ${what}; ${help} [label-selector]`,
  ]);
});

test.each(['app\\.kubernetes\\.io/name', 'a/b/c', 'metadata.labels[app]', 'Example.com/app'])(
  'label-selector: the key %s',
  (key) => {
    expect(lines('label-selector', label(key, 'web'))).toEqual([
      `[${FILTER}.labels.0.key] ${JSON.stringify(key)} is no key of a label; expected a name such as "app", or one with a prefix such as "app.kubernetes.io/name", without backslashes [label-selector]`,
    ]);
  },
);

test.each([
  ['in', 'a,b'],
  ['in', ''],
  ['exists', undefined],
  ['!', ''],
  ['gt', '3'],
  ['==', 'web'],
  [undefined, ''],
  ['==', 'v1.2_3'],
  ['maybe', '?'],
])('label-selector: not said of %s and %j', (operation, value) => {
  expect(lines('label-selector', label('app.kubernetes.io/name', value, operation))).toEqual([]);
});

test.each([
  ['web*', 'write "web"'],
  ['^web', 'write "web"'],
  ['web-?', 'write "web-"'],
  ['(web|shop)', 'expected the start of a name'],
  ['shop/web', 'write "shop"'],
])('name-prefix: %s', (prefix, help) => {
  expect(lines('name-prefix', watching({ prefix }))).toEqual([
    `[${FILTER}.prefix] no name begins with "${prefix}"; ${help} [name-prefix]`,
  ]);
});

test.each(['', 'web-', 'system:node', 'web.v1'])('name-prefix: not said of %j', (prefix) => {
  expect(lines('name-prefix', watching({ prefix }))).toEqual([]);
});

const watch = (resource: object) => eventSource({ resource: { web: resource } });

test.each<[object, string]>([
  [
    { group: 'apps', version: 'apps/v1' },
    'version] "apps/v1" is no version; write group: "apps" and version: "v1"',
  ],
  [
    { group: 'apps', resource: 'Deployment' },
    'resource] the API server has no resource "Deployment"; write "deployments"',
  ],
  [
    { group: 'networking.k8s.io', resource: 'networkpolicy' },
    'resource] the API server has no resource "networkpolicy"; write "networkpolicies"',
  ],
  [
    { resource: 'CodeRun' },
    'resource] the API server has no resource "CodeRun"; expected the plural in lower case, such as "pods"',
  ],
  [
    { group: 'apps/v1', resource: 'things' },
    'group] "apps/v1" is no group; write group: "apps" and version: "v1"',
  ],
  [
    { group: 'core', resource: 'things' },
    'group] the resource "things" is not in the group "core"; write "", which is the core group',
  ],
])('watched-resource: %j', (resource, said) => {
  expect(lines('watched-resource', watch(resource))).toEqual([
    `[spec.resource.web.${said} [watched-resource]`,
  ]);
});

test.each<[object, string]>([
  [{ resource: 'deployments' }, 'the resource "deployments" is not in the group ""; write "apps"'],
  [
    { group: 'apps', resource: 'configmaps' },
    'the resource "configmaps" is not in the group "apps"; write "", which is the core group',
  ],
])('watched-resource: the group of %j', (resource, said) => {
  expect(lines('watched-resource', watch(resource))).toEqual([
    `[spec.resource.web.group] ${said} [watched-resource]`,
  ]);
});

test.each<object>([
  { group: 'apps', version: 'v1', resource: 'deployments' },
  { version: 'v1', resource: 'pods' },
  { group: 'metrics.k8s.io', version: 'v1beta1', resource: 'pods' },
  { group: 'events.k8s.io', version: 'v1', resource: 'events' },
  { group: 'serving.knative.dev', version: 'v1', resource: 'services' },
  { group: 'example.com', version: 'v2', resource: 'things' },
])('watched-resource: not said of %j', (resource) => {
  expect(lines('watched-resource', watch(resource))).toEqual([]);
});

test.each<[string, object, string, string]>([
  ['k8s', { group: '', version: 'v1', resource: 'pods' }, 'group', '"group", "version" and "resource" have'],
  ['argoWorkflow', { version: 'v1', resource: 'workflows' }, 'version', '"version" and "resource" have'],
  ['k8s', { resource: 'pods' }, 'resource', '"resource" has'],
])('trigger-resource: %s %j', (kind, action, first, names) => {
  const help = names.endsWith('has') ? 'remove it' : 'remove them';
  expect(lines('trigger-resource', triggering(trigger(kind, action)))).toEqual([
    `[spec.triggers.0.template.${kind}.${first}] ${names} no effect: apiVersion and kind of the object say what it is; ${help} [trigger-resource]`,
  ]);
});

test('trigger-resource: not said of a trigger of another kind, or of the object', () => {
  expect(lines('trigger-resource', triggering(trigger('http', { resource: 'pods' })))).toEqual([]);
  expect(lines('trigger-resource', triggering(trigger('k8s', { source: { resource: {} } })))).toEqual([]);
});

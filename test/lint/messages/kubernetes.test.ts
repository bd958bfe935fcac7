import { lines, parameter, trigger, triggering } from '../objects';

const PLACE = 'spec.triggers.0.template.k8s';
const k8s = (action: object, resource: object, more: object = {}) =>
  triggering(trigger('k8s', { ...action, source: { resource } }, more));

test.each([
  ['delete', 'set it, or a parameter for it'],
  ['patch', 'set it, or a parameter for it'],
  ['create', 'set name or generateName, or a parameter for it'],
])('k8s-object-name: to %s', (operation, help) => {
  expect(lines('k8s-object-name', k8s({ operation }, { metadata: {} }))).toEqual([
    `[${PLACE}.source.resource.metadata.name] the object to ${operation} has no name; ${help} [k8s-object-name]`,
  ]);
});

test('k8s-object-name: a generated name is none to patch', () => {
  expect(
    lines('k8s-object-name', k8s({ operation: 'patch' }, { metadata: { generateName: 'x-' } })),
  ).toHaveLength(1);
});

test.each([
  ['submit', 'set name or generateName, or a parameter for it'],
  ['resume', 'set it, or a parameter for it'],
])('k8s-object-name: to %s a workflow', (operation, help) => {
  const object = triggering(trigger('argoWorkflow', { operation, source: { resource: {} } }));
  expect(lines('k8s-object-name', object)).toEqual([
    `[spec.triggers.0.template.argoWorkflow.source.resource.metadata.name] the object to ${operation} has no name; ${help} [k8s-object-name]`,
  ]);
});

test.each([
  ['a generated name', k8s({}, { metadata: { generateName: 'x-' } })],
  ['a parameter', k8s({ operation: 'delete', parameters: [parameter('metadata.name')] }, {})],
  ['a parameter for all metadata', k8s({ operation: 'delete', parameters: [parameter('metadata')] }, {})],
  [
    'a parameter of the trigger',
    k8s({ operation: 'delete' }, {}, { parameters: [parameter('k8s.source.resource.metadata.name')] }),
  ],
  ['an object from elsewhere', triggering(trigger('k8s', { operation: 'delete', source: { git: {} } }))],
])('k8s-object-name: not said with %s', (_, object) => {
  expect(lines('k8s-object-name', object)).toEqual([]);
});

const JSON_PATCH = 'application/json-patch+json';
const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const APPLY = 'application/apply-patch+yaml';
const runs = { apiVersion: 'cto.5dlabs.com/v1' };

test.each([
  [{ patchStrategy: MERGE }, runs, 'patchStrategy has no effect without operation: patch'],
  [
    { operation: 'patch', patchStrategy: JSON_PATCH },
    runs,
    `the engine sends an object, which "${JSON_PATCH}" cannot take; write "${MERGE}"`,
  ],
  [
    { operation: 'patch', patchStrategy: APPLY },
    runs,
    `the engine sends an object, which "${APPLY}" cannot take; write "${MERGE}"`,
  ],
  [
    { operation: 'patch', patchStrategy: STRATEGIC },
    runs,
    `custom resources have no strategic merge; write "${MERGE}"`,
  ],
])('k8s-patch-strategy: %j', (action, resource, message) => {
  expect(lines('k8s-patch-strategy', k8s(action, resource))).toEqual([
    `[${PLACE}.patchStrategy] ${message} [k8s-patch-strategy]`,
  ]);
});

test.each(['v1', 'apps/v1', 'networking.k8s.io/v1', 'route.openshift.io/v1'])(
  'k8s-patch-strategy: %s has a strategic merge',
  (apiVersion) => {
    const action = { operation: 'patch', patchStrategy: STRATEGIC };
    expect(lines('k8s-patch-strategy', k8s(action, { apiVersion }))).toEqual([]);
  },
);

test.each([
  [{ liveObject: true }, {}, ['liveObject] liveObject has no effect without operation: update']],
  [
    { liveObject: true, operation: 'update', parameters: [parameter('metadata.name')] },
    { metadata: {} },
    [
      'source.resource.metadata.name] the live object cannot be fetched without its name; set the name',
      'source.resource.metadata.namespace] the live object cannot be fetched without its namespace; set the namespace',
    ],
  ],
])('k8s-live-object: %j', (action, resource, messages) => {
  expect(lines('k8s-live-object', k8s(action, resource))).toEqual(
    messages.map((message) => `[${PLACE}.${message} [k8s-live-object]`),
  );
});

const live = { liveObject: true, operation: 'update' };

test.each([
  ['an object of the cluster', k8s(live, { kind: 'Node', metadata: { name: 'x' } })],
  ['parameters of the trigger', k8s(live, {}, { parameters: [parameter('k8s.source.resource.metadata')] })],
  [
    'parameters of the trigger and of the action',
    k8s({ ...live, parameters: [parameter('data')] }, {}, { parameters: [parameter('k8s.source.resource')] }),
  ],
  ['an object from elsewhere', triggering(trigger('k8s', { ...live, source: { git: {} } }))],
  ['no live object', k8s({ liveObject: false }, {})],
])('k8s-live-object: not said with %s', (_, object) => {
  expect(lines('k8s-live-object', object)).toEqual([]);
});

test.each([
  [{ apiVersion: 'v1', kind: 'Endpoints' }, 'the engine calls a wrong path for Endpoints'],
  [
    { apiVersion: 'v1', kind: 'PersistentVolume' },
    'the engine looks for the PersistentVolume in a namespace, but it is in none',
  ],
  [
    { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' },
    'the engine looks for the StorageClass in a namespace, but it is in none',
  ],
])('k8s-resource-path: %j', (resource, message) => {
  expect(lines('k8s-resource-path', k8s({}, resource))).toEqual([
    `[${PLACE}.source.resource.kind] ${message}; use a Job that runs kubectl [k8s-resource-path]`,
  ]);
});

test.each([
  { apiVersion: 'v1', kind: 'Namespace' },
  { apiVersion: 'example.com/v1', kind: 'StorageClass' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' },
])('k8s-resource-path: %j is found', (resource) => {
  expect(lines('k8s-resource-path', k8s({}, resource))).toEqual([]);
});

const EVENT = { apiVersion: 'v1', kind: 'Event', metadata: { namespace: 'agents' } };
const about = (namespace?: string) => ({ involvedObject: { ...(namespace && { namespace }) } });

test.each([
  [
    { ...EVENT },
    'an Event of namespace "agents" cannot be about an object without namespace; write "agents"',
  ],
  [
    { ...EVENT, ...about('other') },
    'an Event of namespace "agents" cannot be about an object of "other"; write "agents"',
  ],
  // Without a namespace of its own an object is in that of the sensor.
  [
    { ...EVENT, metadata: {}, ...about('agents') },
    'an Event of namespace "events" cannot be about an object of "agents"; write "events"',
  ],
  [
    { ...EVENT, metadata: { namespace: 'default' }, ...about('agents') },
    'an Event of namespace "default" cannot be about an object of "agents"; write "default"',
  ],
])('event-namespace: %j', (resource, said) => {
  expect(lines('event-namespace', k8s({}, resource))).toEqual([
    `[${PLACE}.source.resource.involvedObject.namespace] ${said} [event-namespace]`,
  ]);
});

test.each([
  ['of the namespace of its object', k8s({}, { ...EVENT, ...about('agents') })],
  ['of the namespace of the sensor', k8s({}, { ...EVENT, metadata: {}, ...about('events') })],
  ['about an object of the cluster', k8s({}, { ...EVENT, metadata: { namespace: 'default' }, ...about() })],
  ['of another group', k8s({}, { ...EVENT, apiVersion: 'events.k8s.io/v1' })],
  ['whose namespace a parameter sets', k8s({ parameters: [parameter('metadata.namespace')] }, EVENT)],
  ['whose object a parameter sets', k8s({ parameters: [parameter('involvedObject')] }, EVENT)],
  ['of another kind of trigger', triggering(trigger('http', {}))],
])('event-namespace: not said of one %s', (_, object) => {
  expect(lines('event-namespace', object)).toEqual([]);
});

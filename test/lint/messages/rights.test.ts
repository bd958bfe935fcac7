import { checkSet, type PlainObject, RULES } from '../../../src/lint';
import { dependencies, eventSource, lines, linesWith, parameter, sensor, trigger } from '../objects';

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'last' } };

/** A sensor that writes an object, as an account. */
function writing(k8s: object, account?: string, more: object = {}): PlainObject {
  return sensor({
    ...(account !== undefined && { template: { serviceAccountName: account } }),
    dependencies: dependencies('a'),
    triggers: [trigger('k8s', { source: { resource: CONFIG_MAP }, ...k8s }, more)],
  });
}

function inEvents(
  kind: string,
  name: string,
  fields: object,
  namespace: string | undefined = 'events',
): PlainObject {
  return { kind, metadata: { name, ...(namespace !== undefined && { namespace }) }, ...fields };
}

const account = (name: string) => inEvents('ServiceAccount', name, {});
const role = (...rules: object[]) => inEvents('Role', 'writer', { rules });
const rule = (resources: string[], verbs: string[], more: object = {}) => ({
  apiGroups: [''],
  resources,
  verbs,
  ...more,
});

function binding(
  subject: object,
  roleRef: object = { kind: 'Role', name: 'writer' },
  namespace = 'events',
): PlainObject {
  return inEvents('RoleBinding', 'writer', { roleRef, subjects: [subject] }, namespace);
}

const ofAccount = (name: string) => ({ kind: 'ServiceAccount', name, namespace: 'events' });
const bound = binding(ofAccount('app'));

test('default-account: without any binding', () => {
  const line =
    '[spec.template.serviceAccountName] the pods run as the account "default", but have to be allowed to create configmaps; name an account that has the rights [default-account]';
  expect(lines('default-account', writing({}))).toEqual([line]);
  expect(lines('default-account', writing({}), role(rule(['configmaps'], ['create'])), bound)).toEqual([
    line,
  ]);
});

test('default-account: an object that is not in the sensor', () => {
  expect(lines('default-account', writing({ source: { url: { path: 'https://x' } } }))).toEqual([
    '[spec.template.serviceAccountName] the pods run as the account "default", but have to be allowed to write objects; name an account that has the rights [default-account]',
  ]);
});

test.each([
  ['an account', [writing({}, 'app')]],
  ['the account default by name', [writing({}, 'default')]],
  ['a sensor that writes nothing', [sensor({ dependencies: [], triggers: [trigger('log', {})] })]],
  ['a binding, of which missing-rights speaks', [writing({}), role(), binding(ofAccount('default'))]],
  [
    'a binding of all accounts that allows it',
    [
      writing({}),
      role(rule(['configmaps'], ['create'])),
      binding({ kind: 'Group', name: 'system:serviceaccounts:events' }),
    ],
  ],
])('default-account: not said of %s', (_, objects) => {
  expect(lines('default-account', ...objects)).toEqual([]);
});

const PLACE = '[spec.triggers.0.template.k8s]';

test.each([
  [
    'another resource',
    {},
    [rule(['secrets'], ['create'])],
    `may not create configmaps in namespace "events"; add to Role "writer": "create" of resource "configmaps", apiGroup ""`,
  ],
  [
    'some of the verbs',
    { operation: 'patch' },
    [rule(['configmaps'], ['get'])],
    'may not create or patch configmaps in namespace "events"; add to Role "writer": "create" and "patch" of resource "configmaps", apiGroup ""',
  ],
  [
    'names, and create',
    { operation: 'update' },
    [rule(['configmaps'], ['get', 'create', 'update'], { resourceNames: ['last'] })],
    'may not create configmaps in namespace "events"; a rule with resourceNames never allows create: add one without in Role "writer"',
  ],
  [
    'another name',
    { operation: 'delete' },
    [rule(['configmaps'], ['get', 'delete'], { resourceNames: ['first'] })],
    'may not get or delete configmaps in namespace "events"; add the name to resourceNames in Role "writer"',
  ],
  [
    'the kind',
    {},
    [rule(['ConfigMap'], ['create'])],
    'may not create configmaps in namespace "events"; write resource "configmaps" for "ConfigMap" in Role "writer"',
  ],
  [
    'the version',
    {},
    [rule(['configmaps'], ['create'], { apiGroups: ['v1'] })],
    'may not create configmaps in namespace "events"; write apiGroup "" for "v1" in Role "writer"',
  ],
  [
    'another namespace than that of the object',
    { source: { resource: { ...CONFIG_MAP, metadata: { name: 'last', namespace: 'shop' } } } },
    [rule(['configmaps'], ['create'])],
    'may not create configmaps in namespace "shop"; the RoleBinding allows it in namespace "events" only: bind it there too',
  ],
  [
    'a kind without namespace',
    { source: { resource: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } } } },
    [rule(['configmaps'], ['create'])],
    'may not create namespaces in all namespaces; add a ClusterRole and a ClusterRoleBinding for "create" of resource "namespaces", apiGroup ""',
  ],
])('missing-rights: a Role that allows %s', (_, k8s, rules, text) => {
  expect(lines('missing-rights', writing(k8s, 'app'), role(...rules), bound)).toEqual([
    `${PLACE} the account "app" ${text} [missing-rights]`,
  ]);
});

test('missing-rights: of the account default, which the sensor does not name', () => {
  const objects = [writing({}), role(rule(['pods'], ['get'])), binding(ofAccount('default'))];
  expect(lines('missing-rights', ...objects)).toHaveLength(1);
});

test('missing-rights: of a Workflow', () => {
  const workflow = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { generateName: 'run-' },
  };
  const one = sensor({
    template: { serviceAccountName: 'app' },
    dependencies: dependencies('a'),
    triggers: [trigger('argoWorkflow', { operation: 'submit', source: { resource: workflow } })],
  });
  const ofGroup = rule(['workflows'], ['create'], { apiGroups: ['argoproj.io'] });
  expect(lines('missing-rights', one, role(ofGroup), bound)).toEqual([
    '[spec.triggers.0.template.argoWorkflow] the account "app" may not list workflows.argoproj.io in namespace "events"; add to Role "writer": "list" of resource "workflows", apiGroup "argoproj.io" [missing-rights]',
  ]);
});

test.each([
  ['an account with no binding', [writing({}, 'app'), account('app')]],
  ['the account default by name, with no binding', [writing({}, 'default')]],
])('missing-rights: of %s, if there is nothing else', (_, objects) => {
  expect(lines('missing-rights', ...objects)).toEqual([
    `${PLACE} the account ${objects.length > 1 ? '"app"' : '"default"'} may not create configmaps in namespace "events"; add a Role and a RoleBinding for "create" of resource "configmaps", apiGroup "" [missing-rights]`,
  ]);
  const [missingRights] = RULES.filter(({ id }) => id === 'missing-rights');
  expect(checkSet(objects, { rules: [missingRights!] })).toEqual([]);
});

const allowing = role(rule(['configmaps'], ['get', 'create', 'patch']));

test.each([
  ['what it does', [writing({}, 'app'), allowing, bound]],
  ['everything', [writing({}, 'app'), role(rule(['*'], ['*'], { apiGroups: ['*'] })), bound]],
  [
    'a user that is the account',
    [writing({}, 'app'), allowing, binding({ kind: 'User', name: 'system:serviceaccount:events:app' })],
  ],
  ['all accounts', [writing({}), allowing, binding({ kind: 'Group', name: 'system:serviceaccounts' })]],
  [
    'an account of a binding without namespace',
    [writing({}, 'app'), allowing, binding({ kind: 'ServiceAccount', name: 'app' })],
  ],
  [
    'the account, by a ClusterRole that is bound in the namespace',
    [
      writing({}, 'app'),
      { ...allowing, kind: 'ClusterRole', metadata: { name: 'writer' } },
      binding(ofAccount('app'), { kind: 'ClusterRole', name: 'writer' }),
    ],
  ],
  [
    'a name that comes from the event',
    [
      writing({ operation: 'delete', parameters: [parameter('metadata.name')] }, 'app'),
      role(rule(['configmaps'], ['get', 'delete'], { resourceNames: ['one'] })),
      bound,
    ],
  ],
])('missing-rights: not said of a Role that allows %s', (_, objects) => {
  expect(lines('missing-rights', ...objects)).toEqual([]);
});

test.each([
  [
    'a ClusterRole that is not here',
    [bound, binding(ofAccount('app'), { kind: 'ClusterRole', name: 'edit' })],
  ],
  ['cluster-admin', [binding(ofAccount('app'), { kind: 'ClusterRole', name: 'cluster-admin' })]],
  [
    'an aggregated ClusterRole',
    [
      { kind: 'ClusterRole', metadata: { name: 'all' }, rules: [], aggregationRule: {} },
      binding(ofAccount('app'), { kind: 'ClusterRole', name: 'all' }),
    ],
  ],
  ['no binding of the account', [allowing, binding(ofAccount('other'))]],
  ['an account of another namespace', [binding({ ...ofAccount('app'), namespace: 'shop' })]],
])('missing-rights: not said of %s', (_, objects) => {
  expect(lines('missing-rights', writing({}, 'app'), role(), ...objects)).toEqual([]);
});

test.each([
  ['is not in the sensor', { source: { url: { path: 'https://x' } } }, {}],
  ['has its namespace from the event', { parameters: [parameter('metadata.namespace')] }, {}],
  ['is set by the trigger', {}, { parameters: [parameter('k8s.source')] }],
])('missing-rights: not said of an object that %s', (_, k8s, more) => {
  expect(lines('missing-rights', writing(k8s, 'app', more), role(), bound)).toEqual([]);
});

test('missing-rights: not said of an account or a Role that is made elsewhere', () => {
  expect(linesWith([account('app')], 'missing-rights', writing({}, 'app'))).toEqual([]);
  const external = { kind: 'Role', metadata: { name: 'writer', namespace: 'events' } };
  expect(linesWith([external], 'missing-rights', writing({}, 'app'), bound)).toEqual([]);
});

test.each([
  [rule(['configmaps'], ['*']), 'rules.0.verbs', '"*" in verbs'],
  [rule(['*'], ['*'], { apiGroups: ['*'] }), 'rules.0.apiGroups', '"*" in apiGroups, resources and verbs'],
])('wide-rights: stars in %j', (one, place, stars) => {
  expect(lines('wide-rights', writing({}, 'app'), writing({}, 'app'), role(one), bound)).toEqual([
    `[${place}] ${stars} allows the account of Sensor "loop" more than it needs; the triggers need "create" of configmaps [wide-rights]`,
  ]);
});

test('wide-rights: of an EventSource', () => {
  const source = eventSource({ template: { serviceAccountName: 'app' } });
  expect(lines('wide-rights', source, role(rule(['*'], ['list'])), bound)).toEqual([
    '[rules.0.resources] "*" in resources allows the account of EventSource "github" more than it needs; write the verbs, resources and groups that it needs [wide-rights]',
  ]);
});

test('wide-rights: every Secret', () => {
  expect(lines('wide-rights', writing({}, 'app'), role(rule(['pods', 'secrets'], ['get'])), bound)).toEqual([
    '[rules.0] the account of Sensor "loop" may read every Secret, which it does not need; remove the rule, or name the Secrets in resourceNames [wide-rights]',
  ]);
});

test('wide-rights: cluster-admin', () => {
  const admin = binding(ofAccount('app'), { kind: 'ClusterRole', name: 'cluster-admin' });
  expect(lines('wide-rights', writing({}, 'app'), admin)).toEqual([
    '[roleRef.name] the account of Sensor "loop" may do everything; the triggers need "create" of configmaps [wide-rights]',
  ]);
});

test.each(['admin', 'edit'])('wide-rights: the ClusterRole %s of Kubernetes', (name) => {
  const wide = binding(ofAccount('app'), { kind: 'ClusterRole', name });
  expect(lines('wide-rights', writing({}, 'app'), wide)).toEqual([
    '[roleRef.name] the account of Sensor "loop" may do nearly everything, Secrets included; the triggers need "create" of configmaps [wide-rights]',
  ]);
  const view = binding(ofAccount('app'), { kind: 'ClusterRole', name: 'view' });
  expect(lines('wide-rights', writing({}, 'app'), view)).toEqual([]);
});

test.each([
  [
    'the verbs of several resources',
    [writing({}, 'app'), role(rule(['configmaps', 'pods'], ['get', 'create']))],
  ],
  ['Secrets by name', [writing({}, 'app'), role(rule(['secrets'], ['get'], { resourceNames: ['one'] }))]],
  [
    'Secrets that a trigger writes',
    [
      writing({ operation: 'patch', source: { resource: { ...CONFIG_MAP, kind: 'Secret' } } }, 'app'),
      role(rule(['secrets'], ['get', 'create', 'patch'])),
    ],
  ],
  ['everything, to an account of nobody here', [writing({}, 'other'), role(rule(['*'], ['*']))]],
])('wide-rights: not said of %s', (_, objects) => {
  expect(lines('wide-rights', ...objects, bound)).toEqual([]);
});

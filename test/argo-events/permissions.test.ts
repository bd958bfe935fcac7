import fc from 'fast-check';
import { grantPermissions, type Permission } from '../../src/argo-events/permissions';
import { pluralOf } from '../../src/argo-events/plural';
import { render } from './rendered';

const ACCOUNT = { name: 'sensor-sa', namespace: 'events' };
const CONFIG_MAP = { apiGroup: '', resource: 'configmaps', namespace: 'agents' };
const RUN = { apiGroup: 'cto.5dlabs.com', resource: 'coderuns', namespace: 'agents' };

const granted = (permissions: readonly Permission[]) =>
  render((folder) => grantPermissions(folder, 'comments', ACCOUNT, permissions));

/** The rules of the Role in the namespace `agents`. */
const rules = (permissions: readonly Permission[]) => granted(permissions)['agents/comments-role']?.['rules'];

describe('roles', () => {
  test('there is one with a binding for each namespace, and none anywhere else', () => {
    const objects = granted([
      { ...CONFIG_MAP, verb: 'get' },
      { ...CONFIG_MAP, namespace: 'events', verb: 'get' },
    ]);
    expect(Object.keys(objects)).toEqual([
      'agents/comments-role',
      'agents/comments-rolebinding',
      'events/comments-role',
      'events/comments-rolebinding',
    ]);
  });

  test('the account is named with its own namespace, which is not that of the role', () => {
    expect(granted([{ ...CONFIG_MAP, verb: 'get' }])['agents/comments-rolebinding']).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'comments', namespace: 'agents' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'comments' },
      subjects: [{ kind: 'ServiceAccount', name: 'sensor-sa', namespace: 'events' }],
    });
  });

  test('the objects of the cluster itself need a ClusterRole', () => {
    const objects = granted([{ apiGroup: '', resource: 'nodes', verb: 'patch', resourceName: 'n1' }]);
    expect(objects['cluster/comments-clusterrole']).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'comments' },
      rules: [{ apiGroups: [''], resources: ['nodes'], resourceNames: ['n1'], verbs: ['patch'] }],
    });
    expect(objects['cluster/comments-clusterrolebinding']).toMatchObject({
      kind: 'ClusterRoleBinding',
      roleRef: { kind: 'ClusterRole', name: 'comments' },
    });
  });
});

describe('rules', () => {
  test('verbs of one resource are joined, resources and groups are not', () => {
    expect(
      rules([
        { ...RUN, verb: 'patch' },
        { ...RUN, verb: 'get' },
        { ...CONFIG_MAP, verb: 'create' },
        { ...RUN, verb: 'get' },
      ]),
    ).toEqual([
      { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
      { apiGroups: ['cto.5dlabs.com'], resources: ['coderuns'], verbs: ['get', 'patch'] },
    ]);
  });

  test('a name limits its own verbs only', () => {
    expect(
      rules([
        { ...CONFIG_MAP, verb: 'create' },
        { ...CONFIG_MAP, verb: 'get', resourceName: 'state' },
        { ...CONFIG_MAP, verb: 'patch', resourceName: 'other' },
      ]),
    ).toEqual([
      { apiGroups: [''], resources: ['configmaps'], verbs: ['create'] },
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['other'], verbs: ['patch'] },
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['state'], verbs: ['get'] },
    ]);
  });

  test('a verb that every name allows is not repeated for one', () => {
    expect(
      rules([
        { ...CONFIG_MAP, verb: 'get', resourceName: 'state' },
        { ...CONFIG_MAP, verb: 'get' },
      ]),
    ).toEqual([{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }]);
  });

  test('the order of permissions changes nothing', () => {
    const permission = fc.record(
      {
        apiGroup: fc.constantFrom('', 'batch'),
        resource: fc.constantFrom('jobs', 'configmaps'),
        verb: fc.constantFrom('get', 'create', 'patch'),
        namespace: fc.constantFrom('agents', 'events'),
        resourceName: fc.constantFrom('a', 'b'),
      },
      { requiredKeys: ['apiGroup', 'resource', 'verb', 'namespace'] },
    );
    const shuffled = fc
      .array(permission, { minLength: 1, maxLength: 6 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(granted(other)).toEqual(granted(list));
      }),
      { numRuns: 20 },
    );
  });
});

// The engine guesses (NewAllLowercasePluralNamer of k8s.io/gengo), and so do we.
test.each([
  ['ConfigMap', 'configmaps'],
  ['CodeRun', 'coderuns'],
  ['Ingress', 'ingresses'],
  ['Box', 'boxes'],
  ['Batch', 'batches'],
  ['NetworkPolicy', 'networkpolicies'],
  ['Gateway', 'gateways'],
  ['Leaf', 'leaves'],
  ['Knife', 'knives'],
  ['EventBus', 'eventbus'],
  ['X', 'x'],
])('the plural of %s is %s', (kind, plural) => {
  expect(pluralOf(kind)).toBe(plural);
});

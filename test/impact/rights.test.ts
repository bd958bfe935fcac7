import { statements, told } from './objects';

const tree = ({
  verbs = 'get, list',
  role = 'reader',
  account = 'sensor',
  bound = true,
  name = 'reader',
} = {}) => `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: ${name} }
rules: [{ apiGroups: [""], resources: [pods], verbs: [${verbs}] }]
${
  bound
    ? `---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: b }
subjects: [{ kind: ServiceAccount, name: ${account} }]
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${role} }`
    : ''
}
`;

test('verbs that are added and removed', () => {
  expect(told('rights', tree(), tree({ verbs: 'list, get, watch, delete' }))).toEqual([
    'note RoleBinding/b: in namespace "events", account "sensor" of namespace "events" may now watch, delete "pods"',
  ]);
  expect(told('rights', tree(), tree({ verbs: 'list' }))).toEqual([
    'note RoleBinding/b: in namespace "events", account "sensor" of namespace "events" may no longer get "pods"',
  ]);
});

test('a star allows what the verbs and names have allowed', () => {
  expect(told('rights', tree(), tree({ verbs: '"*"' }))).toEqual([
    'note RoleBinding/b: in namespace "events", account "sensor" of namespace "events" may now do everything with "pods"',
  ]);
  expect(told('rights', tree({ verbs: '"*"' }), tree())).toEqual([
    'note RoleBinding/b: in namespace "events", account "sensor" of namespace "events" may no longer do everything with "pods"',
  ]);
  const all = tree().replace('[pods]', '["*"]');
  expect(told('rights', tree(), all)).toEqual([expect.stringContaining('may now get, list "*"')]);
  const named = tree().replace('[pods]', '[pods], resourceNames: [a]');
  expect(told('rights', named, tree())).toEqual([expect.stringContaining('may now get, list "pods"')]);
});

test('the same rights in another order, or by another role, are no change of rights', () => {
  expect(told('rights', tree(), tree({ verbs: 'list, get' }))).toEqual([]);
  expect(told('rights', tree(), tree({ name: 'other', role: 'other' }))).toEqual([
    'note RoleBinding/b: it is for Role "other", and was for Role "reader"; the API server refuses that',
  ]);
});

test('a binding that is gone stays with kubectl apply', () => {
  expect(told('rights', tree(), tree({ bound: false }))[0]).toMatch(
    /may no longer get, list "pods". With kubectl apply it keeps that$/,
  );
});

test('a role that is not among the objects is a right by its name', () => {
  expect(told('rights', tree(), tree({ role: 'edit' })).join('\n')).toContain(
    'may now do what Role "edit" allows',
  );
});

const policy = (expressions: readonly string[], more = '') => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: p }
spec: { validations: [${expressions.map((one) => `{ expression: "${one}" }`).join(', ')}]${more} }
`;

test('policies that come, go and change', () => {
  expect(told('policies', tree(), policy(['true']))).toEqual([
    'note ValidatingAdmissionPolicy/p: refuses from now on what it does not allow',
  ]);
  expect(told('policies', policy(['true']), tree())).toEqual([
    'note ValidatingAdmissionPolicy/p: refuses nothing any more; with kubectl apply, it and its binding stay in force',
  ]);
  expect(told('policies', policy(['a', 'b']), policy(['b', 'c', 'd'], ', failurePolicy: Fail'))).toEqual([
    'note ValidatingAdmissionPolicy/p: has 2 new validations, 1 fewer, another "failurePolicy"',
  ]);
  expect(told('policies', policy(['a', 'b']), policy(['a', 'b']))).toEqual([]);
});

test('a binding that only warns from now on', () => {
  const binding = (action: string) => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: p }
spec: { policyName: p, validationActions: [${action}] }
`;
  expect(told('policies', binding('Deny'), binding('Warn'))).toEqual([
    'note ValidatingAdmissionPolicyBinding/p: acts with "Warn", and did with "Deny"',
  ]);
  expect(statements('policies', binding('Deny'), binding('Deny'))).toEqual([]);
});

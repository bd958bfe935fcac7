import * as fc from 'fast-check';
import { toLine } from '../../src/findings/line';
import { checkIdentity, fileOf, identityOf } from '../../src/gitops/identity';

const identity = (name: string, namespace = 'ns', kind = 'ConfigMap') => ({
  group: '',
  kind,
  namespace,
  name,
});

test.each([
  ['v1', ''],
  ['apps/v1', 'apps'],
  ['rbac.authorization.k8s.io/v1', 'rbac.authorization.k8s.io'],
])('the group of %s is %j', (apiVersion, group) => {
  expect(identityOf({ apiVersion, kind: 'K', metadata: { name: 'n' } })).toEqual({
    group,
    kind: 'K',
    namespace: '',
    name: 'n',
  });
});

test('what is missing is empty', () => {
  expect(identityOf({})).toEqual({ group: '', kind: '', namespace: '', name: '' });
});

test.each([
  [
    'pr-comment-remediation',
    'github-webhooks',
    'Sensor',
    'github-webhooks/pr-comment-remediation-sensor.yaml',
  ],
  [
    'coderuns.cto.5dlabs.com',
    '',
    'CustomResourceDefinition',
    'cluster/coderuns.cto.5dlabs.com-customresourcedefinition.yaml',
  ],
  ['system:x', '', 'ClusterRole', 'cluster/system%3Ax-clusterrole.yaml'],
  ['a/../b', 'n', 'K', 'n/a%2F..%2Fb-k.yaml'],
  ['..', '..', 'K', '%2E./%2E.-k.yaml'],
  ['50%', 'n', 'K', 'n/50%25-k.yaml'],
  ['ü', 'n', 'K', 'n/%C3%BC-k.yaml'],
  ['🔴', 'n', 'K', 'n/%F0%9F%94%B4-k.yaml'],
])('%s in %j', (name, namespace, kind, file) => {
  expect(fileOf(identity(name, namespace, kind))).toBe(file);
});

test('no two names have one file, and every file is one that any system takes', () => {
  const name = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.string({ unit: fc.constantFrom('.', '%', '/', ':', '2', 'E', '-'), minLength: 1 }),
  );
  fc.assert(
    fc.property(name, name, name, name, (a, b, c, d) => {
      const [one, other] = [fileOf(identity(a, c)), fileOf(identity(b, d))];
      expect(one === other).toBe(a === b && (c || 'cluster') === (d || 'cluster'));
      expect(one).toMatch(/^[A-Za-z0-9_%-][A-Za-z0-9._%-]*\/[A-Za-z0-9._%-]+-configmap\.yaml$/);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['no name', identity(''), /^metadata\.name: the object has no name; .* \[object-identity\]$/],
  [
    'a kind with a slash',
    identity('a', 'b', '../K'),
    /^kind: expected a kind of letters and digits, not "\.\.\/K" \[object-identity\]$/,
  ],
  [
    'a name too long for a file',
    identity('a'.repeat(250)),
    /^metadata\.name: the name of the file, "aaa.*…", is longer than 255 bytes \[output-file\]$/,
  ],
  ['a namespace too long', identity('a', 'n'.repeat(256)), /: the name of the file, "nnn/],
])('refused: %s', (_, bad, line) => {
  expect(checkIdentity(bad).map(toLine)).toEqual([expect.stringMatching(line)]);
});

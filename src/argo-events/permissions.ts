import type { Construct } from 'constructs';
import type { Permission } from '../lint/rights/permission';
import { labelsFor } from './chart';
import { Manifest } from './manifest';

export type { Permission };

/** A ServiceAccount, by its name and namespace. */
export interface Account {
  /** The name of the ServiceAccount. */
  readonly name: string;
  /** The namespace of the ServiceAccount. Its pods are in the same namespace. */
  readonly namespace: string;
}

interface RoleRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

/**
 * Makes a Role and a RoleBinding for each namespace in the permissions, and a ClusterRole and a ClusterRoleBinding for
 * permissions without namespace. The rules are read from the list when the app is rendered. If a namespace is added to
 * the list later, call this again.
 */
export function grantPermissions(
  scope: Construct,
  name: string,
  account: Account,
  permissions: readonly Permission[],
): void {
  for (const namespace of [...new Set(permissions.map((permission) => permission.namespace))].sort()) {
    const prefix = namespace === undefined ? 'Cluster' : '';
    const id = `${prefix}Role-${namespace ?? ''}-${name}`;
    if (scope.node.tryFindChild(id)) continue;
    const metadata = { name, ...(namespace !== undefined && { namespace }), ...labelsFor(scope, undefined) };
    new Manifest(scope, id, () => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: `${prefix}Role`,
      metadata,
      rules: toRoleRules(permissions.filter((permission) => permission.namespace === namespace)),
    }));
    new Manifest(scope, `${id}-binding`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: `${prefix}RoleBinding`,
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: `${prefix}Role`, name },
      subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace }],
    });
  }
}

// One rule for each resource and object name, with all its verbs, sorted. So the order of the permissions does not
// change the Role. A verb that is allowed for every object needs no rule for one object.
function toRoleRules(permissions: readonly Permission[]): RoleRule[] {
  const verbs = new Map<string, Set<string>>();
  for (const { apiGroup, resource, resourceName = '', verb } of permissions) {
    const key = JSON.stringify([apiGroup, resource, resourceName]);
    verbs.set(key, (verbs.get(key) ?? new Set()).add(verb));
  }
  return [...verbs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, allowed]) => {
      const [apiGroup = '', resource = '', resourceName = ''] = JSON.parse(key) as string[];
      const general = resourceName === '' ? undefined : verbs.get(JSON.stringify([apiGroup, resource, '']));
      const needed = [...allowed].filter((verb) => !general?.has(verb)).sort();
      if (needed.length === 0) return [];
      return [
        {
          apiGroups: [apiGroup],
          resources: [resource],
          ...(resourceName !== '' && { resourceNames: [resourceName] }),
          verbs: needed,
        },
      ];
    });
}

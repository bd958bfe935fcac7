import type { Construct } from 'constructs';
import { Manifest } from './manifest';

/** One thing that an account has to be allowed. */
export interface Permission {
  /** Empty for the core group. */
  readonly apiGroup: string;
  /** The plural, as in a Role. */
  readonly resource: string;
  /** As in a Role: `get`, `create`, … */
  readonly verb: string;
  /** Only the object of this name; every one when left out. */
  readonly resourceName?: string;
  /** The namespace of the objects; the cluster's own objects when left out. */
  readonly namespace?: string;
}

/** An account of pods. */
export interface Account {
  /** The name of the ServiceAccount. */
  readonly name: string;
  /** The namespace of the ServiceAccount, which is that of the pods. */
  readonly namespace: string;
}

interface RoleRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

/**
 * A Role and its binding for each namespace in the permissions, and a ClusterRole with its binding for
 * permissions without namespace; nothing that is not in the list. The rules are those of the list as it is when
 * the app is rendered; namespaces that it gains later need another call.
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
    const metadata = { name, ...(namespace !== undefined && { namespace }) };
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

// One rule for each resource and set of names, verbs joined, all sorted: the same permissions in any order
// give the same Role. A verb allowed for every name needs no rule for one.
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

/**
 * The resource that the engine makes of a kind (GetGroupVersionResource in pkg/sensors/triggers/triggers.go):
 * it never asks the API server, so a custom resource with an irregular plural cannot be reached.
 */
export function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (kind === 'EventBus') return 'eventbus';
  if (lower.length < 2) return lower;
  if (/(?:[sxz]|[cs]h)$/.test(lower)) return `${lower}es`;
  if (/[^aeiou]y$/.test(lower)) return `${lower.slice(0, -1)}ies`;
  if (lower.endsWith('fe')) return `${lower.slice(0, -2)}ves`;
  if (lower.endsWith('f')) return `${lower.slice(0, -1)}ves`;
  return `${lower}s`;
}

import type { FieldPath } from '../../findings/finding';
import { remembered } from '../../remember';
import { nameOf, namespaceOf } from '../objects';
import { asList, asString, type Part, partsAt, rootPart, valueAt } from '../plain';
import type { ObjectSet, PlainObject } from '../rule';
import type { Permission } from './permission';

/** An account, by its name and its namespace; the namespace is empty if kubectl chooses it. */
export interface AccountName {
  readonly name: string;
  readonly namespace: string;
}

/** The account of a Sensor or EventSource. */
export function accountOf(object: PlainObject): AccountName {
  const name = asString(valueAt(object, 'spec', 'template', 'serviceAccountName')) || 'default';
  return { name, namespace: namespaceOf(object) };
}

/** What a binding allows an account. */
export interface Grant {
  readonly binding: PlainObject;
  /** Whether the binding names the account itself, and not a group that it is in. */
  readonly isDirect: boolean;
  /** The Role or ClusterRole; undefined if it is not among the objects. */
  readonly role: PlainObject | undefined;
  /** Its rules; undefined if they are not known. */
  readonly rules: readonly Part[] | undefined;
  /** The namespace in which it allows; undefined for all of them, empty if kubectl chooses it. */
  readonly namespace: string | undefined;
}

/** What the bindings among the objects allow an account. */
export function grantsOf(known: ObjectSet, account: AccountName): Grant[] {
  const bySubject = bindingsBySubject(known);
  return [account.name, EVERY_ACCOUNT].flatMap((name) =>
    (bySubject.get(name) ?? [])
      .filter(({ namespace }) => mayBeOne(namespace, account.namespace))
      .map(({ binding }) => ({ ...grantOf(known, binding), isDirect: name !== EVERY_ACCOUNT })),
  );
}

/** Whether the grants are all that the account has: of each, the rules are known. */
export function areKnown(grants: readonly Grant[]): boolean {
  return grants.every(({ rules }) => rules !== undefined);
}

/** Whether one of the grants has the permission. */
export function allows(grants: readonly Grant[], permission: Permission): boolean {
  return grants.some(
    ({ namespace, rules = [] }) =>
      (namespace === undefined ||
        (permission.namespace !== undefined && mayBeOne(namespace, permission.namespace))) &&
      rules.some(({ value }) => ruleAllows(value, permission)),
  );
}

/** The verbs of requests that name no object, so that a rule for names never allows them. */
const WITHOUT_NAME = ['create', 'list', 'watch', 'deletecollection'];

/** Whether a rule of a Role has the permission, in its namespace. */
export function ruleAllows(
  rule: PlainObject,
  { apiGroup, resource, verb, resourceName }: Permission,
): boolean {
  const has = (field: string, value: string) => {
    const values = asList(rule[field]);
    return values.includes(value) || values.includes('*');
  };
  const names = asList(rule['resourceNames']);
  const isNamed =
    names.length === 0 ||
    // A name that comes from the event may be one of them.
    (!WITHOUT_NAME.includes(verb) && (resourceName === undefined || names.includes(resourceName)));
  return has('apiGroups', apiGroup) && has('resources', resource) && has('verbs', verb) && isNamed;
}

/** Whether two namespaces may be one. kubectl chooses an empty one. */
export function mayBeOne(one: string, other: string): boolean {
  return one === other || one === '' || other === '';
}

const EVERY_ACCOUNT = '*';

interface Bound {
  readonly binding: PlainObject;
  /** The namespace of the account. */
  readonly namespace: string;
}

/** The bindings by the name of the account. */
const bindingsBySubject = remembered((known: ObjectSet): ReadonlyMap<string, readonly Bound[]> => {
  const found = new Map<string, Bound[]>();
  for (const binding of [...known.ofKind('RoleBinding'), ...known.ofKind('ClusterRoleBinding')]) {
    for (const { value } of partsAt(rootPart(binding), 'subjects')) {
      const account = accountOfSubject(value, namespaceOf(binding));
      if (account === undefined) continue;
      const bound = { binding, namespace: account.namespace };
      const others = found.get(account.name);
      if (others) others.push(bound);
      else found.set(account.name, [bound]);
    }
  }
  return found;
});

/** The account that a subject is (appliesToUser in plugin/pkg/auth/authorizer/rbac of Kubernetes). */
function accountOfSubject(subject: PlainObject, bindingNamespace: string): AccountName | undefined {
  const name = asString(subject['name']) ?? '';
  if (subject['kind'] === 'ServiceAccount') {
    return { name, namespace: asString(subject['namespace']) || bindingNamespace };
  }
  const [, user, rest = ''] = /^system:serviceaccount(s?)(?::(.*))?$/.exec(name) ?? [];
  if (subject['kind'] === 'User' && user === '') {
    const [namespace = '', account = ''] = rest.split(':');
    return { name: account, namespace };
  }
  if (subject['kind'] !== 'Group') return undefined;
  if (name === 'system:authenticated') return { name: EVERY_ACCOUNT, namespace: '' };
  return user === 's' ? { name: EVERY_ACCOUNT, namespace: rest } : undefined;
}

function grantOf(known: ObjectSet, binding: PlainObject): Omit<Grant, 'isDirect'> {
  const isCluster = binding['kind'] === 'ClusterRoleBinding';
  const namespace = isCluster ? undefined : namespaceOf(binding);
  const kind = asString(valueAt(binding, 'roleRef', 'kind')) ?? '';
  const name = asString(valueAt(binding, 'roleRef', 'name')) ?? '';
  if (kind === 'ClusterRole' && name === 'cluster-admin') {
    return { binding, role: undefined, rules: [EVERYTHING], namespace };
  }
  const roles =
    kind === 'Role'
      ? known.ofKind(kind, { namespace: namespaceOf(binding), name })
      : known.ofKind(kind, { name });
  const [role] = roles;
  if (role === undefined) {
    // Kubernetes and other charts have ClusterRoles too.
    const isMissing = known.complete && kind === 'Role';
    return { binding, role, rules: isMissing ? [] : undefined, namespace };
  }
  const isKnown = roles.every((one) => one['aggregationRule'] === undefined && Array.isArray(one['rules']));
  const rules = isKnown ? roles.flatMap((one) => partsAt(rootPart(one), 'rules')) : undefined;
  return { binding, role, rules, namespace };
}

const NO_PATH: FieldPath = [];
const EVERYTHING: Part = {
  path: NO_PATH,
  value: { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
};

/** The name of a role in a message: `Role "runs"`. */
export function roleName(role: PlainObject): string {
  return `${asString(role['kind']) ?? ''} "${nameOf(role)}"`;
}

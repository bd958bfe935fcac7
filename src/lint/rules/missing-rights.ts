import { joinAnd, nearest, quote } from '../../findings/words';
import { namespaceOf } from '../objects';
import { asList, asString, valueAt } from '../plain';
import {
  type AccountName,
  accountOf,
  allows,
  areKnown,
  type Grant,
  grantsOf,
  mayBeOne,
  roleName,
  ruleAllows,
} from '../rights/grants';
import { needsOf } from '../rights/of-trigger';
import type { Permission } from '../rights/permission';
import type { ObjectSet, PlainObject, SetRule } from '../rule';

/** A Role that does not allow what a trigger does. */
export const missingRights: SetRule = {
  id: 'missing-rights',
  severity: 'error',
  summary: 'The Roles of an account do not allow what a trigger does',
  why: 'The engine asks the API server as the account of the Sensor: it creates the object, or gets it first and then creates, patches, updates or deletes it (Execute in pkg/sensors/triggers/standard-k8s/standard-k8s.go and pkg/sensors/triggers/argo-workflow/argo-workflow.go). Without the right, the answer is 403 and the action fails.',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      const account = accountOf(sensor);
      const grants = grantsOf(known, account);
      const isHere = grants.some(({ isDirect }) => isDirect) || mustBeHere(objects, sensor, account);
      if (!isHere || !areKnown(grants)) continue;
      for (const { part, permissions } of needsOf(sensor)) {
        for (const missing of byResource(permissions.filter((one) => !allows(grants, one)))) {
          const [first] = missing;
          if (first === undefined) continue;
          const verbs = missing
            .map(({ verb }) => verb)
            .join(', ')
            .replace(/, (\w+)$/, ' or $1');
          const name = `${first.resource}${first.apiGroup === '' ? '' : `.${first.apiGroup}`}`;
          reportOn(sensor)(
            part.path,
            `the account ${quote(account.name)} may not ${verbs} ${name}${whereOf(first)}`,
            { help: helpFor(missing, first, grants) },
          );
        }
      }
    }
  },
};

/** Whether all that allows the account something has to be among the objects. */
function mustBeHere(objects: ObjectSet, sensor: PlainObject, { name, namespace }: AccountName): boolean {
  if (!objects.complete) return false;
  // The rule default-account warns of an account that is left out. Kubernetes makes that account.
  if (name === 'default') return Boolean(valueAt(sensor, 'spec', 'template', 'serviceAccountName'));
  return objects.ofKind('ServiceAccount', { name, namespace }).length > 0;
}

function byResource(permissions: readonly Permission[]): Permission[][] {
  const found = new Map<string, Permission[]>();
  for (const one of permissions) {
    const key = JSON.stringify([one.apiGroup, one.resource, one.namespace]);
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()];
}

function whereOf({ namespace }: Permission): string {
  if (namespace === undefined) return ' in all namespaces';
  return namespace === '' ? '' : ` in namespace ${quote(namespace)}`;
}

function helpFor(missing: readonly Permission[], first: Permission, grants: readonly Grant[]): string {
  const verbs = joinAnd(missing.map(({ verb }) => verb));
  const rules = `${verbs} of resource ${quote(first.resource)}, apiGroup ${quote(first.apiGroup)}`;
  for (const { role, rules: allowed = [], namespace, binding } of grants) {
    if (role === undefined) continue;
    const isHere =
      namespace === undefined || (first.namespace !== undefined && mayBeOne(namespace, first.namespace));
    for (const { value } of allowed) {
      if (!isHere) {
        if (!ruleAllows(value, first)) continue;
        const kind = asString(binding['kind']) ?? '';
        const where = first.namespace === undefined ? 'with a ClusterRoleBinding' : 'there too';
        return `the ${kind} allows it in namespace ${quote(namespaceOf(binding))} only: bind it ${where}`;
      }
      const hint = hintFor(value, first);
      if (hint !== undefined) return `${hint} in ${roleName(role)}`;
    }
    if (isHere) return `add to ${roleName(role)}: ${rules}`;
  }
  const kind = first.namespace === undefined ? 'ClusterRole' : 'Role';
  return `add a ${kind} and a ${kind}Binding for ${rules}`;
}

/** What to change in a rule that nearly has the permission. */
function hintFor(rule: PlainObject, permission: Permission): string | undefined {
  const { apiGroup, resource, verb } = permission;
  const isEnough = (field: string, value: unknown) => ruleAllows({ ...rule, [field]: value }, permission);
  if (isEnough('resourceNames', [])) {
    return asList(rule['resourceNames']).length > 0 && ['create', 'list', 'watch'].includes(verb)
      ? `a rule with resourceNames never allows ${verb}: add one without`
      : 'add the name to resourceNames';
  }
  const texts = (field: string) => asList(rule[field]).filter((one) => typeof one === 'string');
  if (isEnough('apiGroups', [apiGroup])) {
    const versioned = texts('apiGroups').find((one) => one.startsWith(`${apiGroup}/`) || one === 'v1');
    return versioned && `write apiGroup ${quote(apiGroup)} for ${quote(versioned)}`;
  }
  if (isEnough('resources', [resource])) {
    const meant = nearest(resource, texts('resources'));
    return meant && `write resource ${quote(resource)} for ${quote(meant)}`;
  }
  return undefined;
}

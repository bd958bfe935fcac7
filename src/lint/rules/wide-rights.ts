import { joinAnd, quote } from '../../findings/words';
import { nameOf } from '../objects';
import { asList, asString, type Part, partsAt, rootPart, valueAt } from '../plain';
import { type AccountName, accountOf, type Grant, grantsOf, ruleAllows } from '../rights/grants';
import { needsOf } from '../rights/of-trigger';
import type { Permission } from '../rights/permission';
import type { ObjectSet, PlainObject, SetRule } from '../rule';

/** A Role that allows much more than the triggers do. */
export const wideRights: SetRule = {
  id: 'wide-rights',
  severity: 'warning',
  summary: 'The account of a Sensor or EventSource is allowed everything, or to read every Secret',
  why: 'Whoever can send an event chooses a part of what the sensor writes, and whoever takes over its pod has the rights of its account (buildDeploymentSpec in pkg/reconciler/sensor/resource.go). The engine needs the verbs of the operation only (Execute in pkg/sensors/triggers/standard-k8s/standard-k8s.go).',
  checkAll: (objects, reportOn, known) => {
    const given = new Set(objects);
    const told = new Set<string>();
    for (const [owner, account] of accounts(objects)) {
      const needed =
        asString(owner['kind']) === 'Sensor' ? needsOf(owner).flatMap((one) => one.permissions) : [];
      const who = `the account of ${asString(owner['kind']) ?? ''} ${quote(nameOf(owner))}`;
      for (const grant of grantsOf(known, account).filter(({ isDirect }) => isDirect)) {
        for (const { object, part, wide } of wideRules(grant)) {
          const key = JSON.stringify([object['kind'], object['metadata'] ?? null, part.path]);
          if (!given.has(object) || told.has(key)) continue;
          if (wide === 'secrets' && needed.some(({ resource }) => resource === 'secrets')) continue;
          told.add(key);
          const help = helpFor(needed);
          if (wide === 'secrets') {
            reportOn(object)(part.path, `${who} may read every Secret, which it does not need`, {
              help: 'remove the rule, or name the Secrets in resourceNames',
            });
          } else if (typeof wide === 'string') {
            const what = wide === 'cluster-admin' ? 'everything' : 'nearly everything, Secrets included';
            reportOn(object)(part.path, `${who} may do ${what}`, { value: wide, help });
          } else {
            reportOn(object)(
              [...part.path, wide[0] ?? ''],
              `"*" in ${wide.join(', ').replace(/, (\w+)$/, ' and $1')} allows ${who} more than it needs`,
              { value: '*', help },
            );
          }
        }
      }
    }
  },
};

/** The accounts of the objects, each with one of its owners. */
function accounts(objects: ObjectSet): [PlainObject, AccountName][] {
  const found = new Map<string, [PlainObject, AccountName]>();
  for (const owner of [...objects.ofKind('Sensor'), ...objects.ofKind('EventSource')]) {
    const account = accountOf(owner);
    const key = JSON.stringify(account);
    if (!found.has(key)) found.set(key, [owner, account]);
  }
  return [...found.values()];
}

interface WideRule {
  /** The Role or the binding. */
  readonly object: PlainObject;
  readonly part: Part;
  /** What is wide: the fields with a star, `secrets`, or the name of a ClusterRole of Kubernetes. */
  readonly wide: string | readonly string[];
}

/** Those of Kubernetes itself that allow to write: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles. */
const BUILT_IN = ['cluster-admin', 'admin', 'edit'];

function wideRules({ binding, role }: Grant): WideRule[] {
  if (role === undefined) {
    const name = asString(valueAt(binding, 'roleRef', 'name'));
    const part = { path: ['roleRef', 'name'], value: binding };
    return name !== undefined && BUILT_IN.includes(name) ? [{ object: binding, part, wide: name }] : [];
  }
  return partsAt(rootPart(role), 'rules').flatMap((part): WideRule[] => {
    const stars = ['apiGroups', 'resources', 'verbs'].filter((field) =>
      asList(part.value[field]).includes('*'),
    );
    if (stars.length > 0) return [{ object: role, part, wide: stars }];
    const reads = ['get', 'list', 'watch'].some((verb) =>
      ruleAllows(part.value, { apiGroup: '', resource: 'secrets', verb }),
    );
    const isNamed = asList(part.value['resourceNames']).length > 0;
    return reads && !isNamed ? [{ object: role, part, wide: 'secrets' }] : [];
  });
}

function helpFor(needed: readonly Permission[]): string {
  const verbs = new Map<string, Set<string>>();
  for (const { resource, verb } of needed) {
    verbs.set(resource, (verbs.get(resource) ?? new Set()).add(verb));
  }
  if (verbs.size === 0) return 'write the verbs, resources and groups that it needs';
  const rights = [...verbs].map(([resource, of]) => `${joinAnd([...of])} of ${resource}`);
  return `the triggers need ${rights.join(', ')}`;
}

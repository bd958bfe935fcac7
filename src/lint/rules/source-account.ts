import { quote } from '../../findings/words';
import { eventsOf } from '../event-source';
import { namespaceOf } from '../objects';
import { asString, partsAt, rootPart, valueAt } from '../plain';
import type { ObjectSet, PlainObject, SetRule } from '../rule';

/** An event source that needs rights and runs as the account that has none. */
export const sourceAccount: SetRule = {
  id: 'source-account',
  severity: 'warning',
  summary: 'An EventSource asks the API server for something, but its pods run as the account default',
  why: 'Without spec.template.serviceAccountName the pods run as the account default of the namespace (buildDeploymentSpec in pkg/reconciler/eventsource/resource.go), which has no rights unless a binding gives them. A watch of a resource then lists nothing for ever (StartListening in pkg/eventsources/sources/resource/start.go), and a calendar that remembers its last event does not start (NewConfigMapPersist in pkg/eventsources/persist/event_persist.go).',
  checkAll: (objects, reportOn, known) => {
    for (const source of objects.ofKind('EventSource')) {
      const path = ['spec', 'template', 'serviceAccountName'];
      const need = asString(valueAt(source, ...path)) ? undefined : needOf(source);
      if (need === undefined || isBound(known, namespaceOf(source))) continue;
      reportOn(source)(path, `the pods run as the account "default", but have to be allowed to ${need}`, {
        help: 'name an account that a Role allows it',
      });
    }
  },
};

/** What an event source has to be allowed, in words; undefined if it asks the API server for nothing. */
function needOf(source: PlainObject): string | undefined {
  for (const { kind, value } of eventsOf(source)) {
    const resource = asString(value['resource']);
    if (kind === 'resource' && resource) return `list and watch ${resource}`;
    const configMap = asString(valueAt(value, 'persistence', 'configMap', 'name'));
    if (kind === 'calendar' && configMap) return `get and update the ConfigMap ${quote(configMap)}`;
  }
  return undefined;
}

/** Whether a binding gives the account default of a namespace some rights. */
function isBound(known: ObjectSet, namespace: string): boolean {
  const groups = ['system:serviceaccounts', 'system:authenticated', `system:serviceaccounts:${namespace}`];
  return [...known.ofKind('RoleBinding'), ...known.ofKind('ClusterRoleBinding')].some((binding) =>
    partsAt(rootPart(binding), 'subjects').some(({ value }) => {
      const name = asString(value['name']) ?? '';
      if (value['kind'] === 'Group') return groups.includes(name);
      const of = asString(value['namespace']) || namespaceOf(binding);
      return name === 'default' && (of === namespace || of === '' || namespace === '');
    }),
  );
}

import { namespaceOf } from '../objects';
import { asString, partsAt, rootPart, valueAt } from '../plain';
import { type ObjectReference, reportUnknownNames } from '../resolve';
import type { PlainObject, SetRule } from '../rule';

/** A ServiceAccount that does not exist. */
export const unknownServiceAccount: SetRule = {
  id: 'unknown-service-account',
  severity: 'warning',
  summary:
    'A Sensor, an EventSource or a binding in their namespaces names a ServiceAccount that does not exist',
  why: 'The pods of a Sensor or EventSource run as spec.template.serviceAccountName of its namespace (buildDeploymentSpec in pkg/reconciler/sensor/resource.go and pkg/reconciler/eventsource/resource.go). Without the account there are no pods. A binding to an account that does not exist allows nothing.',
  checkAll: (objects, reportOn, known) => {
    const namespaces = new Set(
      [...objects.ofKind('EventSource'), ...objects.ofKind('Sensor')].map(namespaceOf),
    );
    for (const object of objects) {
      // Kubernetes makes the account default in each namespace. Accounts in other namespaces are for other pods.
      const ours = accountReferences(object).filter(
        ({ name, namespace }) => !['', 'default'].includes(name) && namespaces.has(namespace),
      );
      reportUnknownNames(known, ours, reportOn(object));
    }
  },
};

function accountReferences(object: PlainObject): ObjectReference[] {
  const kind = 'ServiceAccount';
  switch (valueAt(object, 'kind')) {
    case 'Sensor':
    case 'EventSource': {
      const path = ['spec', 'template', 'serviceAccountName'];
      return [{ kind, path, name: asString(valueAt(object, ...path)) ?? '', namespace: namespaceOf(object) }];
    }
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return partsAt(rootPart(object), 'subjects')
        .filter(({ value }) => value['kind'] === kind)
        .map(({ path, value }) => ({
          kind,
          path: [...path, 'name'],
          name: asString(value['name']) ?? '',
          namespace: asString(value['namespace']) ?? '',
        }));
    default:
      return [];
  }
}

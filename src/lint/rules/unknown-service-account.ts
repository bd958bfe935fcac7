import { namespaceOf, objectsOfKind } from '../objects';
import { asString, partsAt, rootPart, valueAt } from '../plain';
import { type ObjectReference, reportUnknownNames } from '../resolve';
import type { PlainObject, SetRule } from '../rule';

/** A service account that there is not. */
export const unknownServiceAccount: SetRule = {
  id: 'unknown-service-account',
  severity: 'warning',
  summary:
    'A Sensor or EventSource, or a binding in their namespaces, names a ServiceAccount that is neither among the objects nor declared external',
  why: 'Pods of a Sensor or EventSource run under spec.template.serviceAccountName in its own namespace (buildDeploymentSpec in pkg/reconciler/sensor/resource.go and pkg/reconciler/eventsource/resource.go): without it no pod is made. A binding to an account that is not there allows nothing.',
  checkAll: (objects, reportOn, known) => {
    const namespaces = [...objectsOfKind(objects, 'EventSource'), ...objectsOfKind(objects, 'Sensor')].map(
      namespaceOf,
    );
    for (const object of objects) {
      // Kubernetes makes one called default in each namespace; accounts of other namespaces serve others.
      const ours = accountReferences(object).filter(
        ({ name, namespace }) => !['', 'default'].includes(name) && namespaces.includes(namespace),
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

import { namespaceOf, ofKind } from '../objects';
import { at, parts, root, string } from '../plain';
import { reportUnknown, type Use } from '../resolve';
import type { PlainObject, SetRule } from '../rule';

/** A service account that there is not. */
export const unknownServiceAccount: SetRule = {
  id: 'unknown-service-account',
  severity: 'warning',
  summary:
    'A Sensor or EventSource, or a binding in their namespaces, names a ServiceAccount that is neither among the objects nor declared external',
  why: 'Pods of a Sensor or EventSource run under spec.template.serviceAccountName in its own namespace (buildDeploymentSpec in pkg/reconciler/sensor/resource.go and pkg/reconciler/eventsource/resource.go): without it no pod is made. A binding to an account that is not there allows nothing.',
  checkAll: (objects, reportOn, known) => {
    const namespaces = [...ofKind(objects, 'EventSource'), ...ofKind(objects, 'Sensor')].map(namespaceOf);
    for (const object of objects) {
      // Kubernetes makes one called default in each namespace; accounts of other namespaces serve others.
      const ours = uses(object).filter(
        ({ name, namespace }) => !['', 'default'].includes(name) && namespaces.includes(namespace),
      );
      reportUnknown(known, ours, reportOn(object));
    }
  },
};

function uses(object: PlainObject): Use[] {
  const kind = 'ServiceAccount';
  switch (at(object, 'kind')) {
    case 'Sensor':
    case 'EventSource': {
      const path = ['spec', 'template', 'serviceAccountName'];
      return [{ kind, path, name: string(at(object, ...path)) ?? '', namespace: namespaceOf(object) }];
    }
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return parts(root(object), 'subjects')
        .filter(({ value }) => value['kind'] === kind)
        .map(({ path, value }) => ({
          kind,
          path: [...path, 'name'],
          name: string(value['name']) ?? '',
          namespace: string(value['namespace']) ?? '',
        }));
    default:
      return [];
  }
}

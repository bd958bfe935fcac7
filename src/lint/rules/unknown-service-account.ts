import { nameOf, namespaceOf, ofKind } from '../objects';
import { at, parts, root, string } from '../plain';
import type { Path, PlainObject, SetRule } from '../rule';

/** A service account that is probably misspelled. */
export const unknownServiceAccount: SetRule = {
  id: 'unknown-service-account',
  severity: 'warning',
  summary:
    'A service account is not there, but one of that name in another namespace is, or one of a similar name',
  why: 'Pods of a Sensor or EventSource run under spec.template.serviceAccountName in its own namespace (buildDeploymentSpec in pkg/reconciler/sensor/resource.go and pkg/reconciler/eventsource/resource.go): without it no pod is made. A binding to an account that is not there allows nothing.',
  checkAll: (objects, reportOn) => {
    const accounts = ofKind(objects, 'ServiceAccount');
    for (const object of objects) {
      for (const { path, name, namespace } of uses(object)) {
        const names = accounts.filter((one) => namespaceOf(one) === namespace).map(nameOf);
        // Kubernetes makes one called default in each namespace.
        if (name === '' || name === 'default' || names.includes(name)) continue;
        const elsewhere = accounts.find((one) => nameOf(one) === name);
        const similar = names.find((one) => isSimilar(one, name));
        if (elsewhere) {
          const what = `ServiceAccount is in namespace "${namespaceOf(elsewhere)}", not in "${namespace}"`;
          reportOn(object)(path, what, name, names);
        } else if (similar !== undefined) {
          reportOn(object)(path, 'ServiceAccount is not known', name, [similar]);
        }
      }
    }
  },
};

interface Use {
  readonly path: Path;
  readonly name: string;
  readonly namespace: string;
}

function uses(object: PlainObject): Use[] {
  switch (at(object, 'kind')) {
    case 'Sensor':
    case 'EventSource': {
      const path = ['spec', 'template', 'serviceAccountName'];
      return [{ path, name: string(at(object, ...path)) ?? '', namespace: namespaceOf(object) }];
    }
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return parts(root(object), 'subjects')
        .filter(({ value }) => value['kind'] === 'ServiceAccount')
        .map(({ path, value }) => ({
          path: [...path, 'name'],
          name: string(value['name']) ?? '',
          namespace: string(value['namespace']) ?? '',
        }));
    default:
      return [];
  }
}

// Other separators, a letter more or less, or two exchanged. One letter for another is likelier a name of its own: loop-1, loop-2.
function isSimilar(one: string, other: string): boolean {
  const plain = (name: string) => name.replace(/[-_.]/g, '');
  if (plain(one) === plain(other)) return true;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  const places = Array.from(long, (_, index) => index);
  if (long.length === short.length + 1) {
    return places.some(
      (at) => /[a-z]/.test(long[at] ?? '') && long.slice(0, at) + long.slice(at + 1) === short,
    );
  }
  return places.some((at) => {
    const exchanged = long.slice(0, at) + (long[at + 1] ?? '') + (long[at] ?? '') + long.slice(at + 2);
    return exchanged === short && !/\d/.test(long.slice(at, at + 2));
  });
}

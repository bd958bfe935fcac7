import { nameOf, namespaceOf } from '../objects';
import { asString, valueAt } from '../plain';
import type { SetRule } from '../rule';

/** Two manifests of one object. */
export const duplicateObject: SetRule = {
  id: 'duplicate-object',
  severity: 'error',
  summary: 'Two manifests are of the same object',
  why: 'They overwrite one another: the controller sees the one that was applied last, and Argo CD calls it a shared resource (Reconcile in pkg/reconciler/sensor/controller.go looks an object up by namespace and name).',
  checkAll: (objects, reportOn) => {
    const seen = new Set<string>();
    for (const object of objects) {
      const name = nameOf(object);
      const [group, version] = (asString(valueAt(object, 'apiVersion')) ?? '').split('/');
      // In another version it is still the same object.
      const identity = [
        version === undefined ? '' : group,
        valueAt(object, 'kind'),
        namespaceOf(object),
        name,
      ];
      if (name === '' || typeof valueAt(object, 'kind') !== 'string') continue;
      const key = JSON.stringify(identity);
      if (seen.has(key))
        reportOn(object)(['metadata', 'name'], 'Object is there twice', name, 'one manifest');
      seen.add(key);
    }
  },
};

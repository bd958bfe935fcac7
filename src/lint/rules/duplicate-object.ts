import { quote } from '../../findings/words';
import { nameOf, namespaceOf } from '../objects';
import { asString, valueAt } from '../plain';
import type { SetRule } from '../rule';

/** Two manifests of one object. */
export const duplicateObject: SetRule = {
  id: 'duplicate-object',
  severity: 'error',
  summary: 'Two manifests define the same object',
  why: 'They overwrite each other. The controller sees the one that was applied last (Reconcile in pkg/reconciler/sensor/controller.go gets an object by namespace and name), and Argo CD reports a shared resource.',
  checkAll: (objects, reportOn) => {
    const seen = new Set<string>();
    for (const object of objects) {
      const name = nameOf(object);
      const [group, version] = (asString(valueAt(object, 'apiVersion')) ?? '').split('/');
      // Another version of the API gives the same object.
      const identity = [
        version === undefined ? '' : group,
        valueAt(object, 'kind'),
        namespaceOf(object),
        name,
      ];
      if (name === '' || typeof valueAt(object, 'kind') !== 'string') continue;
      const key = JSON.stringify(identity);
      if (seen.has(key))
        reportOn(object)(
          ['metadata', 'name'],
          `another object is the ${valueAt(object, 'kind')} ${quote(name)}, too`,
          { value: name, help: 'keep one of the two' },
        );
      seen.add(key);
    }
  },
};

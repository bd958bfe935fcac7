import { quote } from '../../findings/words';
import { asString, valueAt } from '../plain';
import type { ObjectRule } from '../rule';
import { actionPart, triggers } from '../sensor';

/** A patch strategy that fails or has no effect. */
export const k8sPatchStrategy: ObjectRule = {
  id: 'k8s-patch-strategy',
  severity: 'error',
  summary: 'A patchStrategy cannot work with an object, or the operation is not patch',
  why: 'The engine sends the object of the trigger as the patch, without options. The API server needs a list for json-patch and a field manager for apply, and has no strategic merge for custom resources. Other operations ignore the strategy (Execute in pkg/sensors/triggers/standard-k8s/standard-k8s.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const k8s = actionPart(trigger, 'k8s');
      const strategy = asString(k8s?.value['patchStrategy']);
      if (!k8s || !strategy) continue;
      const place = [...k8s.path, 'patchStrategy'];
      if (k8s.value['operation'] !== 'patch') {
        report(place, 'patchStrategy has no effect without operation: patch', { value: strategy });
      } else if (['application/json-patch+json', 'application/apply-patch+yaml'].includes(strategy)) {
        report(place, `the engine sends an object, which ${quote(strategy)} cannot take`, {
          value: strategy,
          help: 'write "application/merge-patch+json"',
        });
      } else if (
        strategy.includes('strategic') &&
        isCustomResource(valueAt(k8s.value, 'source', 'resource', 'apiVersion'))
      ) {
        report(place, 'custom resources have no strategic merge', {
          value: strategy,
          help: 'write "application/merge-patch+json"',
        });
      }
    }
  },
};

// Groups with a dot are custom resources, except those of Kubernetes and of OpenShift.
function isCustomResource(apiVersion: unknown): boolean {
  const [group = ''] = (asString(apiVersion) ?? '').split('/');
  return group.includes('.') && !group.endsWith('.k8s.io') && !group.endsWith('.openshift.io');
}

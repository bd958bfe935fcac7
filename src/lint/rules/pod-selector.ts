import type { FieldPath } from '../../findings/finding';
import { nameOf, namespaceOf, objectsOfKind } from '../objects';
import { asObject, valueAt } from '../plain';
import type { PlainObject, SetRule } from '../rule';

/** A selector of pods that uses labels of the Sensor object. */
export const podSelector: SetRule = {
  id: 'pod-selector',
  severity: 'warning',
  summary: 'A selector of pods has the labels of a Sensor or EventSource, but its pods do not have them',
  why: 'The labels of the object go to its Deployment. The pods get only those in spec.template.metadata (buildDeployment and buildDeploymentSpec in pkg/reconciler/sensor/resource.go and pkg/reconciler/eventsource/resource.go).',
  checkAll: (objects, reportOn) => {
    const owners = [...objectsOfKind(objects, 'EventSource'), ...objectsOfKind(objects, 'Sensor')];
    for (const [kind, path] of SELECTORS) {
      for (const selecting of objectsOfKind(objects, kind)) {
        const labels = asObject(valueAt(selecting, ...path));
        const owner = owners.find(
          (one) => namespaceOf(one) === namespaceOf(selecting) && hasLabelsButNotItsPods(one, labels),
        );
        if (!owner) continue;
        const what = `Selector finds no pod of the ${String(owner['kind'])} "${nameOf(owner)}", which keeps these labels`;
        reportOn(selecting)(path, what, labels, 'labels in its spec.template.metadata');
      }
    }
  },
};

const SELECTORS: readonly (readonly [string, FieldPath & readonly string[]])[] = [
  ['Service', ['spec', 'selector']],
  ['NetworkPolicy', ['spec', 'podSelector', 'matchLabels']],
  ['PodDisruptionBudget', ['spec', 'selector', 'matchLabels']],
  ['PodMonitor', ['spec', 'selector', 'matchLabels']],
];

/** Whether the object has all of these labels, and its pods do not. */
function hasLabelsButNotItsPods(owner: PlainObject, labels: PlainObject): boolean {
  const all = Object.entries(labels);
  const has = (these: unknown) => all.every(([key, value]) => valueAt(these, key) === value);
  return (
    all.length > 0 &&
    has(valueAt(owner, 'metadata', 'labels')) &&
    !has(valueAt(owner, 'spec', 'template', 'metadata', 'labels'))
  );
}

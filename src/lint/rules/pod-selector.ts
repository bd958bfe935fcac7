import type { FieldPath } from '../../findings/finding';
import { quote } from '../../findings/words';
import { nameOf, namespaceOf } from '../objects';
import { asObject, asString, valueAt } from '../plain';
import type { ObjectSet, PlainObject, SetRule } from '../rule';

/** A selector of pods that uses labels of the Sensor object. */
export const podSelector: SetRule = {
  id: 'pod-selector',
  severity: 'warning',
  summary: 'A selector of pods has the labels of a Sensor or EventSource, but its pods do not have them',
  why: 'The labels of the object go to its Deployment. The pods get only those in spec.template.metadata (buildDeployment and buildDeploymentSpec in pkg/reconciler/sensor/resource.go and pkg/reconciler/eventsource/resource.go).',
  checkAll: (objects, reportOn) => {
    const owners = ownersByLabel(objects);
    for (const [kind, path] of SELECTORS) {
      for (const selecting of objects.ofKind(kind)) {
        const labels = asObject(valueAt(selecting, ...path));
        const owner = candidates(owners, namespaceOf(selecting), labels).find((one) =>
          hasLabelsButNotItsPods(one, labels),
        );
        if (!owner) continue;
        reportOn(selecting)(
          path,
          `finds no pod of the ${String(owner['kind'])} ${quote(nameOf(owner))}: its object has these labels, its pods have not`,
          { value: labels, help: 'add them to its spec.template.metadata.labels' },
        );
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

type Owners = ReadonlyMap<string, readonly PlainObject[]>;

/** The event sources and sensors by each of their labels. */
function ownersByLabel(objects: ObjectSet): Owners {
  const owners = new Map<string, PlainObject[]>();
  for (const owner of [...objects.ofKind('EventSource'), ...objects.ofKind('Sensor')]) {
    for (const label of Object.entries(asObject(valueAt(owner, 'metadata', 'labels')))) {
      const key = keyOf(namespaceOf(owner), label);
      const sharing = owners.get(key);
      if (sharing) sharing.push(owner);
      else owners.set(key, [owner]);
    }
  }
  return owners;
}

/** The owners with the rarest of some labels: a label that all have says little. */
function candidates(owners: Owners, namespace: string, labels: PlainObject): readonly PlainObject[] {
  const found = Object.entries(labels).map((label) => owners.get(keyOf(namespace, label)) ?? []);
  return found.sort((a, b) => a.length - b.length)[0] ?? [];
}

function keyOf(namespace: string, [key, value]: readonly [string, unknown]): string {
  return JSON.stringify([namespace, key, asString(value)]);
}

/** Whether the object has all of these labels, and its pods do not. */
function hasLabelsButNotItsPods(owner: PlainObject, labels: PlainObject): boolean {
  const has = (these: unknown) =>
    Object.entries(labels).every(([key, value]) => valueAt(these, key) === value);
  return (
    has(valueAt(owner, 'metadata', 'labels')) &&
    !has(valueAt(owner, 'spec', 'template', 'metadata', 'labels'))
  );
}

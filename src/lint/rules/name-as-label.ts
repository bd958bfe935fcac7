import { quote } from '../../findings/words';
import { nameOf } from '../objects';
import type { ObjectRule } from '../rule';
import { actionPart, triggerName, triggers } from '../sensor';

/** A name that becomes the value of a label, and cannot be one. */
export const nameAsLabel: ObjectRule = {
  id: 'name-as-label',
  severity: 'error',
  summary: 'A name that becomes the value of a label is not a valid one',
  why: 'The name of a Sensor or EventSource becomes a label of its Deployment (reconcile in pkg/reconciler/sensor/controller.go and pkg/reconciler/eventsource/controller.go). The name of a trigger becomes a label of each object that it creates (Execute in pkg/sensors/triggers/standard-k8s/standard-k8s.go and pkg/sensors/triggers/argo-workflow/argo-workflow.go). The API server refuses such an object.',
  kinds: ['Sensor', 'EventSource'],
  check: (object, report) => {
    const name = nameOf(object);
    if (!isLabelValue(name))
      report(['metadata', 'name'], `${quote(name)} cannot be the value of a label`, {
        value: name,
        help: `expected ${LABEL_VALUE}`,
      });
    if (object['kind'] !== 'Sensor') return;
    for (const trigger of triggers(object)) {
      const operations = [
        actionPart(trigger, 'k8s')?.value['operation'] ?? (actionPart(trigger, 'k8s') && 'create'),
        actionPart(trigger, 'argoWorkflow')?.value['operation'],
      ];
      const own = triggerName(trigger) ?? '';
      if (!operations.some((one) => one === '' || one === 'create' || one === 'submit') || isLabelValue(own))
        continue;
      report([...trigger.path, 'template', 'name'], `${quote(own)} cannot be the value of a label`, {
        value: own,
        help: `expected ${LABEL_VALUE}`,
      });
    }
  },
};

const LABEL_VALUE = 'at most 63 letters, digits, -, _ and ., the first and the last a letter or digit';

function isLabelValue(text: string): boolean {
  return text.length <= 63 && /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)?$/.test(text);
}

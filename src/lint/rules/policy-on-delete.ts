import { partAt } from '../plain';
import type { ObjectRule } from '../rule';
import { actionPart, triggers } from '../sensor';

/** A look at what has just been deleted. */
export const policyOnDelete: ObjectRule = {
  id: 'policy-on-delete',
  severity: 'error',
  summary: 'A policy for labels stands at a k8s trigger that deletes',
  why: 'After a deletion there is no object to look at: it is deleted, and then the action fails, each time that it is tried (Execute and ApplyPolicy in pkg/sensors/triggers/standard-k8s/standard-k8s.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const policy = partAt(trigger, 'policy', 'k8s');
      if (!policy || actionPart(trigger, 'k8s')?.value['operation'] !== 'delete') continue;
      report(policy.path, 'Policy fails each deletion', policy.value, 'no policy');
    }
  },
};

import { partAt } from '../plain';
import type { ObjectRule } from '../rule';
import { actionPart, triggers } from '../sensor';

/** A policy that looks at an object after its deletion. */
export const policyOnDelete: ObjectRule = {
  id: 'policy-on-delete',
  severity: 'error',
  summary: 'A k8s trigger that deletes has a policy for labels',
  why: 'After the deletion there is no object to look at. So the object is deleted, and the action still fails each time (Execute and ApplyPolicy in pkg/sensors/triggers/standard-k8s/standard-k8s.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const policy = partAt(trigger, 'policy', 'k8s');
      if (!policy || actionPart(trigger, 'k8s')?.value['operation'] !== 'delete') continue;
      report(policy.path, 'the policy fails each deletion', { help: 'remove it' });
    }
  },
};

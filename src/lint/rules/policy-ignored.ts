import { partAt } from '../plain';
import type { ObjectRule } from '../rule';
import { actionParts, triggers } from '../sensor';

/** A policy that the kind of trigger ignores. */
export const policyIgnored: ObjectRule = {
  id: 'policy-ignored',
  severity: 'error',
  summary: 'A trigger has a policy that its kind does not use',
  why: 'Only k8s and argoWorkflow use policy.k8s, and only http, awsLambda and openWhisk use policy.status. For any other kind, every answer is a success (each ApplyPolicy below pkg/sensors/triggers).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const kinds = actionParts(trigger).map(({ kind }) => kind);
      for (const [policy, expected] of Object.entries(KINDS_BY_POLICY)) {
        const found = partAt(trigger, 'policy', policy);
        if (!found || kinds.length === 0 || kinds.some((kind) => expected.includes(kind))) continue;
        report(found.path, `the policy has no effect on ${kinds.join(' and ')}`, {
          help: `it is for ${expected.join(', ')}`,
        });
      }
    }
  },
};

const KINDS_BY_POLICY: Readonly<Record<string, readonly string[]>> = {
  k8s: ['k8s', 'argoWorkflow'],
  status: ['http', 'awsLambda', 'openWhisk'],
};

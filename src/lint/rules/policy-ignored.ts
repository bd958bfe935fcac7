import { part } from '../plain';
import type { ObjectRule } from '../rule';
import { actions, triggers } from '../sensor';

/** A policy for another kind of trigger. */
export const policyIgnored: ObjectRule = {
  id: 'policy-ignored',
  severity: 'error',
  summary: 'A policy stands at a trigger whose kind does not look at it',
  why: 'policy.k8s is for k8s and argoWorkflow, policy.status for http, awsLambda and openWhisk; every other success is as the call said (ApplyPolicy in the files of pkg/sensors/triggers).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const kinds = actions(trigger).map(({ kind }) => kind);
      for (const [policy, allowed] of Object.entries(KINDS)) {
        const found = part(trigger, 'policy', policy);
        if (!found || kinds.length === 0 || kinds.some((kind) => allowed.includes(kind))) continue;
        report(found.path, `Policy is not for ${kinds.join(' and ')}`, found.value, `${allowed.join(', ')}`);
      }
    }
  },
};

const KINDS: Readonly<Record<string, readonly string[]>> = {
  k8s: ['k8s', 'argoWorkflow'],
  status: ['http', 'awsLambda', 'openWhisk'],
};

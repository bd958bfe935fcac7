import { asObject, partAt } from '../plain';
import type { ObjectRule } from '../rule';
import { triggers } from '../sensor';

/** An HTTP trigger that takes every status for success. */
export const httpStatusAllow: ObjectRule = {
  id: 'http-status-allow',
  severity: 'error',
  summary: 'An HTTP trigger has no list of the statuses that count as success',
  why: 'Without policy.status.allow any status is a success, 500 too: no retry, no dlqTrigger, no metric (ApplyPolicy in pkg/sensors/triggers/http/http.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      if (!partAt(trigger, 'template', 'http')) continue;
      const status = asObject(asObject(trigger.value['policy'])['status']);
      // An empty one allows no status at all, and the schema has a word on it.
      if (Array.isArray(status['allow'])) continue;
      report(
        [...trigger.path, 'policy', 'status', 'allow'],
        'List of statuses is missing',
        status['allow'],
        'a list such as [200]',
      );
    }
  },
};

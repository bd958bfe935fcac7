import { asObject, partAt } from '../plain';
import type { ObjectRule } from '../rule';
import { triggers } from '../sensor';

/** An HTTP trigger that takes every status as success. */
export const httpStatusAllow: ObjectRule = {
  id: 'http-status-allow',
  severity: 'warning',
  summary: 'An HTTP trigger does not list the status codes that count as success',
  why: 'Without policy.status.allow every status is a success, even 500. So there is no retry, no dlqTrigger and no metric (ApplyPolicy in pkg/sensors/triggers/http/http.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      if (!partAt(trigger, 'template', 'http')) continue;
      const status = asObject(asObject(trigger.value['policy'])['status']);
      // The schema refuses an empty list, which would allow no status.
      if (Array.isArray(status['allow'])) continue;
      report([...trigger.path, 'policy', 'status', 'allow'], 'every status counts as success, even 500', {
        value: status['allow'],
        help: 'set it to a list, such as [200]',
      });
    }
  },
};

import { partAt } from '../plain';
import type { ObjectRule } from '../rule';
import { triggers } from '../sensor';

/** A retry that never happens. */
export const retryAtMostOnce: ObjectRule = {
  id: 'retry-at-most-once',
  severity: 'error',
  summary: 'A trigger has a retryStrategy without atLeastOnce',
  why: 'Without atLeastOnce the action runs outside of the retry loop, so the loop never learns of a failure (triggerActions in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const { atLeastOnce } = trigger.value;
      if (!partAt(trigger, 'retryStrategy') || atLeastOnce === true) continue;
      const field = atLeastOnce === undefined ? 'retryStrategy' : 'atLeastOnce';
      report([...trigger.path, field], 'retryStrategy has no effect without atLeastOnce: true', {
        value: atLeastOnce,
      });
    }
  },
};

import { partAt } from '../plain';
import type { ObjectRule } from '../rule';
import { triggers } from '../sensor';

/** A retry of a trigger that never reports a failure. */
export const retryAtMostOnce: ObjectRule = {
  id: 'retry-at-most-once',
  severity: 'error',
  summary: 'A retryStrategy stands without atLeastOnce',
  why: 'Without atLeastOnce an action runs beside the loop that would try it again, and its failure never reaches that loop (triggerActions in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const { atLeastOnce } = trigger.value;
      if (!partAt(trigger, 'retryStrategy') || atLeastOnce === true) continue;
      report([...trigger.path, 'atLeastOnce'], 'Retry strategy does nothing without it', atLeastOnce, [true]);
    }
  },
};

import { partAt } from '../plain';
import type { ObjectRule } from '../rule';
import { waitingTriggers } from '../sensor';

/** A queue in memory of events that are acknowledged already. */
export const rateLimitAtMostOnce: ObjectRule = {
  id: 'rate-limit-at-most-once',
  severity: 'warning',
  summary: 'A rateLimit stands without atLeastOnce',
  why: 'Without atLeastOnce events are acknowledged at once and wait for the limit in the memory of the pod: a restart loses them, and nothing bounds them (triggerActions and triggerWithRateLimit in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of waitingTriggers(sensor)) {
      const { atLeastOnce } = trigger.value;
      if (!partAt(trigger, 'rateLimit') || atLeastOnce === true) continue;
      report([...trigger.path, 'atLeastOnce'], 'Events wait for the rate limit in memory', atLeastOnce, [
        true,
      ]);
    }
  },
};

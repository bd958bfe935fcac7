import { partAt } from '../plain';
import type { ObjectRule } from '../rule';
import { waitingTriggers } from '../sensor';

/** A rate limit whose waiting events are only in memory. */
export const rateLimitAtMostOnce: ObjectRule = {
  id: 'rate-limit-at-most-once',
  severity: 'warning',
  summary: 'A trigger has a rateLimit without atLeastOnce',
  why: 'Without atLeastOnce the engine acknowledges events at once, and they wait in the memory of the pod. A restart loses them, and their number has no limit (triggerActions and triggerWithRateLimit in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of waitingTriggers(sensor)) {
      const { atLeastOnce } = trigger.value;
      if (!partAt(trigger, 'rateLimit') || atLeastOnce === true) continue;
      const field = atLeastOnce === undefined ? 'rateLimit' : 'atLeastOnce';
      report([...trigger.path, field], 'events that wait for the rateLimit are lost with the pod', {
        value: atLeastOnce,
        help: 'set atLeastOnce: true',
      });
    }
  },
};

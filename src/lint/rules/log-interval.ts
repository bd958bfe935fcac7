import type { ObjectRule } from '../rule';
import { actionPart, triggers } from '../sensor';

/** An interval of a log trigger, which has no effect. */
export const logInterval: ObjectRule = {
  id: 'log-interval',
  severity: 'error',
  summary: 'A log trigger has an intervalSeconds',
  why: 'The engine makes a new trigger for each event, and that does not know when the last one wrote. So it logs every event (shouldLog in pkg/sensors/triggers/log/log.go, triggerOne in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const log = actionPart(trigger, 'log');
      const interval = log?.value['intervalSeconds'];
      // The engine takes 0 as no interval.
      if (!log || typeof interval !== 'number' || interval === 0) continue;
      report([...log.path, 'intervalSeconds'], 'intervalSeconds has no effect', {
        value: interval,
        help: 'set a rateLimit of the trigger',
      });
    }
  },
};

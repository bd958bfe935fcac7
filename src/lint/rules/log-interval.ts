import type { ObjectRule } from '../rule';
import { actionPart, triggers } from '../sensor';

/** An interval between lines of the log. */
export const logInterval: ObjectRule = {
  id: 'log-interval',
  severity: 'error',
  summary: 'A log trigger has an intervalSeconds',
  why: 'The trigger is made anew for each event, and the new one does not know when the last one wrote: every event is logged (shouldLog in pkg/sensors/triggers/log/log.go, triggerOne in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const log = actionPart(trigger, 'log');
      const interval = log?.value['intervalSeconds'];
      // Zero is what the engine takes for nothing.
      if (!log || typeof interval !== 'number' || interval === 0) continue;
      report(
        [...log.path, 'intervalSeconds'],
        'Interval has no effect',
        interval,
        'a rateLimit of the trigger',
      );
    }
  },
};

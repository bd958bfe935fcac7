import { partAt, valueAt } from '../plain';
import type { ObjectRule } from '../rule';
import { waitingTriggers } from '../sensor';

/** A field of a dlqTrigger that the engine does not read. */
export const dlqIgnoredField: ObjectRule = {
  id: 'dlq-ignored-field',
  severity: 'error',
  summary: 'A dlqTrigger has a field that has no effect there',
  why: 'A dlqTrigger runs with the events of its trigger. The engine does not read its conditions, gives it no rate limit, and runs no further trigger if it fails (listenEvents in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of waitingTriggers(sensor)) {
      const fallback = partAt(trigger, 'dlqTrigger');
      if (!fallback) continue;
      for (const field of IGNORED_FIELDS) {
        const value = valueAt(fallback.value, ...field);
        if (value === undefined || value === null || value === '') continue;
        report([...fallback.path, ...field], `${field.at(-1)} has no effect in a dlqTrigger`, {
          value: value,
          help: 'remove it',
        });
      }
    }
  },
};

const IGNORED_FIELDS = [
  ['template', 'conditions'],
  ['template', 'conditionsReset'],
  ['rateLimit'],
  ['dlqTrigger'],
];

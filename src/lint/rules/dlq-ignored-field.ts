import { partAt, valueAt } from '../plain';
import type { ObjectRule } from '../rule';
import { waitingTriggers } from '../sensor';

/** A field of a dlqTrigger that nothing reads. */
export const dlqIgnoredField: ObjectRule = {
  id: 'dlq-ignored-field',
  severity: 'error',
  summary: 'A dlqTrigger has a field that means nothing there',
  why: 'A dlqTrigger acts on the events of its trigger, so its conditions are not read; it gets no rate limiter, and when it fails nothing stands in for it (listenEvents in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of waitingTriggers(sensor)) {
      const fallback = partAt(trigger, 'dlqTrigger');
      if (!fallback) continue;
      for (const field of IGNORED_FIELDS) {
        const value = valueAt(fallback.value, ...field);
        if (value === undefined || value === null || value === '') continue;
        report([...fallback.path, ...field], 'Field means nothing in a dlqTrigger', value, 'no such field');
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

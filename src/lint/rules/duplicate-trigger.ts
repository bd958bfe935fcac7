import type { ObjectRule } from '../rule';
import { triggerName, triggers } from '../sensor';

/** Two triggers of one name. */
export const duplicateTrigger: ObjectRule = {
  id: 'duplicate-trigger',
  severity: 'error',
  summary: 'Two triggers of a sensor have one name, or a dlqTrigger has that of a trigger',
  why: 'Two triggers of one name are rejected (validateTriggers in pkg/reconciler/sensor/validate.go). A dlqTrigger is let through, and shares the rate limit, the metrics and the client, with its TLS and timeout, of the trigger of that name (triggerWithRateLimit in pkg/sensors/listener.go, NewHTTPTrigger in pkg/sensors/triggers/http/http.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    const seen = new Set<string>();
    for (const trigger of triggers(sensor)) {
      const name = triggerName(trigger);
      if (name === undefined) continue;
      if (seen.has(name)) {
        const place = [...trigger.path, 'template', 'name'];
        report(place, 'Trigger name is there twice', name, 'a name of its own');
      }
      seen.add(name);
    }
  },
};

import { quote } from '../../findings/words';
import type { ObjectRule } from '../rule';
import { triggerName, triggers } from '../sensor';

/** Two triggers with one name. */
export const duplicateTrigger: ObjectRule = {
  id: 'duplicate-trigger',
  severity: 'error',
  summary: 'Two triggers of a sensor have the same name, or a dlqTrigger has the name of a trigger',
  why: 'The controller rejects two triggers with one name (validateTriggers in pkg/reconciler/sensor/validate.go). It accepts a dlqTrigger with the name of a trigger. The two then share the rate limit, the metrics, and the client with its TLS and timeout (triggerWithRateLimit in pkg/sensors/listener.go, NewHTTPTrigger in pkg/sensors/triggers/http/http.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    const seen = new Set<string>();
    for (const trigger of triggers(sensor)) {
      const name = triggerName(trigger);
      if (name === undefined) continue;
      if (seen.has(name)) {
        const place = [...trigger.path, 'template', 'name'];
        report(place, `another trigger or dlqTrigger is called ${quote(name)}, too`, {
          value: name,
          help: 'give it another name',
        });
      }
      seen.add(name);
    }
  },
};

import { quote } from '../../findings/words';
import { conditionalParameters, crashesWithoutEvent } from '../conditional-parameters';
import type { ObjectRule } from '../rule';

/** A payload that may read an event that is not there. */
export const payloadWithoutDefault: ObjectRule = {
  id: 'payload-without-default',
  severity: 'error',
  summary: 'A payload reads a dependency that may have no event when the trigger fires, and has no default',
  why: 'Without the event there is no value, and the process of the sensor crashes with a nil pointer (ConstructPayload in pkg/sensors/triggers/params.go, dynamicHeaders in pkg/sensors/triggers/http/http.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { parameter, name, condition } of conditionalParameters(sensor)) {
      if (!crashesWithoutEvent(parameter) || !condition.holds((other) => other !== name)) continue;
      const place = [...parameter.path, 'src', 'value'];
      report(place, `no default, but ${quote(name)} may have no event when the trigger fires`, {
        help: 'set a text; with the constructs, withDefault(…)',
      });
    }
  },
};

import { joinOr, quote } from '../../findings/words';
import { conditionalParameters, crashesWithoutEvent, isConstantParameter } from '../conditional-parameters';
import type { ObjectRule } from '../rule';

/** A parameter that reads an event for which its trigger does not wait. */
export const parameterOutsideConditions: ObjectRule = {
  id: 'parameter-outside-conditions',
  severity: 'error',
  summary: 'A parameter reads a dependency that its trigger does not wait for',
  why: 'There is never such an event. So the parameter takes its default, or the object is sent with its placeholder (ResolveParamValue in pkg/sensors/triggers/params.go). A dlqTrigger gets the events of its trigger (listenEvents in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { parameter, name, condition } of conditionalParameters(sensor)) {
      // The rule payload-without-default reports those that crash.
      if (condition.names.includes(name) || crashesWithoutEvent(parameter) || isConstantParameter(parameter))
        continue;
      const place = [...parameter.path, 'src', 'dependencyName'];
      report(place, `the trigger does not wait for ${quote(name)}`, {
        value: name,
        help: `add it to the conditions, or read ${joinOr(condition.names)}`,
      });
    }
  },
};

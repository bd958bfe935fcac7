import { conditionalParameters, crashesWithoutEvent, isConstantParameter } from '../conditional-parameters';
import type { ObjectRule } from '../rule';

/** A parameter of an event that never comes with the trigger. */
export const parameterOutsideConditions: ObjectRule = {
  id: 'parameter-outside-conditions',
  severity: 'error',
  summary: 'A parameter reads a dependency that its trigger does not wait for',
  why: 'The event is never there, so the default value is taken, or the parameter is skipped and the object goes out with its placeholder (ResolveParamValue in pkg/sensors/triggers/params.go). A dlqTrigger gets the events of its trigger (listenEvents in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { parameter, name, condition } of conditionalParameters(sensor)) {
      // A crash is worse: another rule speaks of it.
      if (condition.names.includes(name) || crashesWithoutEvent(parameter) || isConstantParameter(parameter))
        continue;
      const place = [...parameter.path, 'src', 'dependencyName'];
      report(place, 'Trigger does not wait for the dependency', name, condition.names);
    }
  },
};

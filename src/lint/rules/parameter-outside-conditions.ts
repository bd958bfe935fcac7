import { conditionFor } from '../conditions';
import type { ObjectRule } from '../rule';
import { dependencyNames, parameters, sourceOf, waitingTriggers, withFallback } from '../sensor';

/** A parameter of an event that never comes with the trigger. */
export const parameterOutsideConditions: ObjectRule = {
  id: 'parameter-outside-conditions',
  severity: 'error',
  summary: 'A parameter reads a dependency that its trigger does not wait for',
  why: 'The event is never there, so the default value is taken, or the parameter is skipped and the object goes out with its placeholder (ResolveParamValue in pkg/sensors/triggers/params.go). A dlqTrigger gets the events of its trigger (listenEvents in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    const known = dependencyNames(sensor);
    for (const waiting of waitingTriggers(sensor)) {
      const condition = conditionFor(sensor, waiting);
      if (!condition) continue;
      for (const parameter of withFallback(waiting).flatMap(parameters)) {
        const name = sourceOf(parameter);
        // Without a default, a payload of an event that is not there is worse: another rule says so.
        const inPayload = parameter.target === 'payload' || parameter.target === 'header';
        if (name === undefined || inPayload || !known.includes(name) || condition.names.includes(name))
          continue;
        const place = [...parameter.path, 'src', 'dependencyName'];
        report(place, 'Trigger does not wait for the dependency', name, condition.names);
      }
    }
  },
};

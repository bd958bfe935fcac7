import { nameHelp } from '../../findings/refuse';
import { quote } from '../../findings/words';
import { conditionsText, nameInConditions, parseConditions } from '../conditions';
import type { ObjectRule } from '../rule';
import { dependencyNames, dependencyOfParameter, parameters, triggers, waitingTriggers } from '../sensor';

/** A parameter or a condition that names a dependency that does not exist. */
export const unknownDependency: ObjectRule = {
  id: 'unknown-dependency',
  severity: 'error',
  summary: 'A parameter or a condition names a dependency that the sensor does not have',
  why: 'The engine skips a parameter of an unknown dependency, so the object is sent with its placeholder (ResolveParamValue in pkg/sensors/triggers/params.go). A condition with an unknown name stops its trigger, and the only trace is one log line (listenEvents in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    const known = dependencyNames(sensor);
    for (const parameter of triggers(sensor).flatMap(parameters)) {
      const name = dependencyOfParameter(parameter);
      if (name === undefined || known.includes(name)) continue;
      report([...parameter.path, 'src', 'dependencyName'], `unknown dependency ${quote(name)}`, {
        value: name,
        help: nameHelp(name, known),
      });
    }
    const inConditions = known.map(nameInConditions);
    for (const trigger of waitingTriggers(sensor)) {
      const condition = parseConditions(conditionsText(trigger) ?? '');
      // The rule conditions-syntax reports conditions that cannot be parsed.
      if (typeof condition === 'string') continue;
      for (const name of condition.names.filter((one) => !inConditions.includes(nameInConditions(one)))) {
        report([...trigger.path, 'template', 'conditions'], `unknown dependency ${quote(name)}`, {
          value: name,
          help: nameHelp(name, known),
        });
      }
    }
  },
};

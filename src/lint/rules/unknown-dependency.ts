import { object, string } from '../plain';
import type { ObjectRule } from '../rule';
import { dependencyNames, parameters, triggers } from '../sensor';

/** A parameter of a dependency that the sensor does not have. */
export const unknownDependency: ObjectRule = {
  id: 'unknown-dependency',
  severity: 'error',
  summary: 'A parameter or a condition names a dependency that the sensor does not have',
  why: 'A parameter of an unknown dependency is skipped, so the object goes out with its placeholder (ResolveParamValue in pkg/sensors/triggers/params.go); a condition with an unknown name stops its trigger with one log line (listenEvents in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    const known = dependencyNames(sensor);
    for (const trigger of triggers(sensor)) {
      for (const { path, value } of parameters(trigger)) {
        const name = string(object(value['src'])['dependencyName']);
        if (name === undefined || known.includes(name)) continue;
        report([...path, 'src', 'dependencyName'], 'Dependency is not known', name, known);
      }
      const conditions = string(object(trigger.value['template'])['conditions']);
      for (const name of names(conditions).filter((one) => !known.includes(one))) {
        report([...trigger.path, 'template', 'conditions'], 'Dependency is not known', name, known);
      }
    }
  },
};

// What is neither an operator nor a parenthesis: listener.go escapes the dashes, so they belong to names.
function names(conditions = ''): string[] {
  return [...new Set(conditions.split(/[\s()!&|]+/).filter(Boolean))];
}

import { quote } from '../../findings/words';
import { conditionsText, nameInConditions } from '../conditions';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { dependencies, waitingTriggers } from '../sensor';

/** Two dependencies with one name. */
export const duplicateDependency: ObjectRule = {
  id: 'duplicate-dependency',
  severity: 'error',
  summary: 'Two dependencies of a sensor have the same name',
  why: 'The last one replaces the others (listenEvents in pkg/sensors/listener.go). In conditions - becomes _, so "a-b" and "a_b" are the same name there (getDependencyExpression in the same file).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    const hasConditions = waitingTriggers(sensor).some((trigger) => conditionsText(trigger) !== undefined);
    const seen = new Map<string, string>();
    for (const { path, value } of dependencies(sensor)) {
      const name = asString(value['name']);
      if (name === undefined) continue;
      const key = hasConditions ? nameInConditions(name) : name;
      const other = seen.get(key);
      if (other === name) {
        report([...path, 'name'], `another dependency is called ${quote(name)}, too`, {
          value: name,
          help: 'give it another name',
        });
      } else if (other !== undefined) {
        report([...path, 'name'], `in conditions, ${quote(name)} is the same name as ${quote(other)}`, {
          value: name,
          help: 'give it another name',
        });
      }
      seen.set(key, name);
    }
  },
};

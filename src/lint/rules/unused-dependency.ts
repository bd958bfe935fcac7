import { quote } from '../../findings/words';
import { parsedConditionsOf } from '../conditions';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { dependencies, waitingTriggers } from '../sensor';

/** A dependency without a trigger. */
export const unusedDependency: ObjectRule = {
  id: 'unused-dependency',
  severity: 'error',
  summary: 'No trigger waits for a dependency',
  why: 'The sensor subscribes only to the dependencies in the conditions of its triggers, so this event does nothing (listenEvents in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    const conditions = waitingTriggers(sensor).map((trigger) => parsedConditionsOf(sensor, trigger));
    // A condition that cannot be parsed may name any of them. The schema refuses a sensor without triggers.
    if (conditions.length === 0 || conditions.includes(undefined)) return;
    for (const { path, value } of dependencies(sensor)) {
      const name = asString(value['name']);
      if (name === undefined || conditions.some((condition) => condition?.names.includes(name))) continue;
      report([...path, 'name'], `no trigger waits for ${quote(name)}`, {
        value: name,
        help: 'add it to the conditions of a trigger, or remove it',
      });
    }
  },
};

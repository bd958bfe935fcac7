import { conditionsText, parseConditions } from '../conditions';
import type { ObjectRule } from '../rule';
import { waitingTriggers } from '../sensor';

/** Conditions that are more than names. */
export const conditionsSyntax: ObjectRule = {
  id: 'conditions-syntax',
  severity: 'error',
  summary: 'Conditions cannot be read',
  why: 'Names of dependencies, &&, || and parentheses are all that survives the rewriting of conditions; with anything else the trigger stops with one log line (getDependencyExpression and listenEvents in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of waitingTriggers(sensor)) {
      const text = conditionsText(trigger);
      const condition = text === undefined ? undefined : parseConditions(text);
      if (typeof condition !== 'string') continue;
      report(
        [...trigger.path, 'template', 'conditions'],
        `Conditions cannot be read (${condition})`,
        text,
        'names of dependencies, &&, || and parentheses',
      );
    }
  },
};

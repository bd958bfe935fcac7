import { quote } from '../../findings/words';
import { conditionsText, parseConditions } from '../conditions';
import type { ObjectRule } from '../rule';
import { waitingTriggers } from '../sensor';

/** Conditions with anything but names, operators and parentheses. */
export const conditionsSyntax: ObjectRule = {
  id: 'conditions-syntax',
  severity: 'error',
  summary: 'The conditions of a trigger cannot be parsed',
  why: 'The engine rewrites conditions, and only names of dependencies, &&, || and parentheses survive that. With anything else the trigger stops, and the only trace is one log line (getDependencyExpression and listenEvents in pkg/sensors/listener.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of waitingTriggers(sensor)) {
      const text = conditionsText(trigger);
      const condition = text === undefined ? undefined : parseConditions(text);
      if (typeof condition !== 'string') continue;
      report(
        [...trigger.path, 'template', 'conditions'],
        `${quote(text ?? '')} cannot be read: ${condition}`,
        { value: text, help: 'expected names of dependencies, &&, || and parentheses' },
      );
    }
  },
};

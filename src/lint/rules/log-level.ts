import { nameHelp } from '../../findings/refuse';
import { quote } from '../../findings/words';
import { asString, partsAt, rootPart } from '../plain';
import type { ObjectRule } from '../rule';

/** A log level that does not exist. */
export const logLevel: ObjectRule = {
  id: 'log-level',
  severity: 'warning',
  summary: 'The environment variable LOG_LEVEL has an unknown value',
  why: 'Levels are in lower case. Any other word, such as DEBUG, counts as info (ConfigureLogLevelLogger in pkg/shared/logging/logger.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (value, report) => {
    for (const variable of partsAt(rootPart(value), 'spec', 'template', 'container', 'env')) {
      const level = asString(variable.value['value']);
      if (variable.value['name'] !== 'LOG_LEVEL' || level === undefined || LEVELS.includes(level)) continue;
      report([...variable.path, 'value'], `unknown level ${quote(level)}`, {
        value: level,
        help: nameHelp(level, LEVELS),
        // DEBUG can mean one thing only.
        ...(LEVELS.includes(level.toLowerCase()) && { fix: level.toLowerCase() }),
      });
    }
  },
};

const LEVELS = ['debug', 'info', 'warn', 'error'];

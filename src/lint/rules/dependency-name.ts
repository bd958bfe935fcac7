import { quote } from '../../findings/words';
import { conditionsText, parseConditions } from '../conditions';
import { asString, type Part } from '../plain';
import type { ObjectRule } from '../rule';
import { dependencies, waitingTriggers } from '../sensor';

/** A dependency with a name that the engine cannot use in conditions. */
export const dependencyName: ObjectRule = {
  id: 'dependency-name',
  severity: 'error',
  summary: 'A dependency has a name that conditions cannot contain',
  why: 'Names become variables of two expression languages, even if there are no conditions: then all names are joined by &&. If a name cannot be parsed, the trigger stops, and the only trace is one log line (getDependencyExpression and listenEvents in pkg/sensors/listener.go). The events that have come are stored under <trigger>/<dependency> and the conditions under <trigger>/Expression, so Expression is reserved too (pkg/eventbus/jetstream/sensor/sensor_jetstream.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    const triggers = waitingTriggers(sensor);
    for (const { path, value } of dependencies(sensor)) {
      const name = asString(value['name']);
      // The schema refuses a name that is empty or not a text.
      if (name === undefined || name === '') continue;
      const place = [...path, 'name'];
      if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) {
        report(place, `conditions cannot contain the name ${quote(name)}`, {
          value: name,
          help: 'expected a letter, then letters, digits, - and _',
        });
      } else if (isReserved(name, triggers)) {
        report(place, `${quote(name)} is a word of the engine`, {
          value: name,
          help: 'expected another name',
        });
      }
    }
  },
};

// Words with a meaning in the language that every name goes through, and a key of the state of a trigger.
const ALWAYS_RESERVED = ['true', 'false', 'in', 'IN', 'Expression'];
const RESERVED_IN_CONDITIONS =
  'and or not in matches contains startsWith endsWith let nil all none any one filter map find findIndex findLast findLastIndex count groupBy reduce len type abs ceil floor round int float string trim trimPrefix trimSuffix upper lower split splitAfter replace repeat join indexOf lastIndexOf hasPrefix hasSuffix max min sum mean median toJSON fromJSON toBase64 fromBase64 now duration date first last get take keys values toPairs fromPairs sort sortBy'.split(
    ' ',
  );
const OPERATORS = RESERVED_IN_CONDITIONS.slice(0, 10);

function isReserved(name: string, triggers: readonly Part[]): boolean {
  if (ALWAYS_RESERVED.includes(name)) return true;
  if (!RESERVED_IN_CONDITIONS.includes(name)) return false;
  return triggers.some((trigger) => {
    const condition = parseConditions(conditionsText(trigger) ?? '');
    if (typeof condition === 'string' || !condition.names.includes(name)) return false;
    // The name of a function works alone, and fails only in an expression with other names.
    return OPERATORS.includes(name) || condition.names.length > 1;
  });
}

import { joinAnd, quote } from '../../findings/words';
import { EVENT_KEYS } from '../conditional-parameters';
import { conditionsText, type ParsedConditions, parsedConditionsOf } from '../conditions';
import { asString, type Part, valueAt } from '../plain';
import type { ObjectRule, PlainObject } from '../rule';
import {
  dependencyNames,
  dependencyOfParameter,
  type Parameter,
  parameters,
  waitingTriggers,
} from '../sensor';

/** A trigger that waits for all dependencies, although its parameters are those of one. */
export const missingConditions: ObjectRule = {
  id: 'missing-conditions',
  severity: 'warning',
  summary: 'A trigger waits for several dependencies together, but its parameters are made for each alone',
  why: 'Without conditions, a trigger fires when all dependencies of the sensor have an event; with &&, when both have (getDependencyExpression in pkg/sensors/listener.go). If parameters of several dependencies set one field, the last of them wins each time (ApplyParams in pkg/sensors/triggers/params.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    const alone = readersOfOne(sensor);
    for (const trigger of waitingTriggers(sensor)) {
      const condition = parsedConditionsOf(sensor, trigger);
      if (condition === undefined || condition.names.length < 2) continue;
      const place = [...trigger.path, 'template', 'conditions'];
      const [dest, rivals] = sameDest(trigger, condition) ?? [];
      const reads = alone.get(trigger);
      if (dest !== undefined && rivals !== undefined) {
        report(place, `the trigger waits for ${joinAnd(rivals)} together, but each of them sets ${dest}`, {
          help: `to act on each event, write conditions: ${rivals.join(' || ')}`,
        });
      } else if (reads !== undefined) {
        report(
          place,
          `the trigger waits for ${joinAnd(condition.names)} together, but reads ${quote(reads)} alone`,
          { help: `to act on its event, write conditions: ${reads}` },
        );
      }
    }
  },
};

/** The first dest that parameters of several dependencies overwrite, for all of which the trigger has to wait. */
function sameDest(trigger: Part, condition: ParsedConditions): [string, string[]] | undefined {
  const writers = new Map<string, Set<string>>();
  for (const parameter of parameters(trigger)) {
    const name = nameRead(parameter);
    const dest = asString(parameter.value['dest']) ?? '';
    const operation = parameter.value['operation'] ?? '';
    const isWaitedFor = name !== undefined && !condition.holds((other) => other !== name);
    if (!isWaitedFor || dest === '' || !['', 'overwrite'].includes(String(operation))) continue;
    const key = JSON.stringify([parameter.path.slice(0, -1), dest]);
    writers.set(key, (writers.get(key) ?? new Set()).add(name));
  }
  const [found] = [...writers].filter(([, names]) => names.size > 1);
  return found && [String((JSON.parse(found[0]) as unknown[])[1]), [...found[1]]];
}

/**
 * The triggers without conditions that each read one dependency, if they read several of them. One such trigger alone may
 * wait for the other events on purpose, and so may all, if one of them reads several.
 */
function readersOfOne(sensor: PlainObject): Map<Part, string> {
  const read = waitingTriggers(sensor)
    .filter((trigger) => conditionsText(trigger) === undefined)
    .map(
      (trigger) =>
        [trigger, [...new Set(parameters(trigger).flatMap((one) => nameRead(one) ?? []))]] as const,
    )
    .filter(([, names]) => names.length > 0);
  const known = dependencyNames(sensor);
  const isEachOfOne = read.every(([, names]) => names.length === 1 && known.includes(names[0] ?? ''));
  const all = new Set(read.flatMap(([, names]) => names));
  return new Map(isEachOfOne && all.size > 1 ? read.map(([trigger, [name = '']]) => [trigger, name]) : []);
}

/** The dependency whose event a parameter reads; undefined for a constant. */
function nameRead(parameter: Parameter): string | undefined {
  const isConstant =
    valueAt(parameter.value, 'src', 'value') !== undefined &&
    !EVENT_KEYS.some((key) => valueAt(parameter.value, 'src', key));
  return isConstant ? undefined : dependencyOfParameter(parameter);
}

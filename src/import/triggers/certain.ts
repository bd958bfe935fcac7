import { parsedConditionsOf } from '../../lint/conditions';
import type { Part } from '../../lint/plain';
import type { PlainObject } from '../../lint/rule';

/** The dependencies that surely have an event when a trigger fires. */
export function certainOf(sensor: PlainObject, trigger: Part): readonly string[] {
  const conditions = parsedConditionsOf(sensor, trigger);
  if (conditions === undefined) return [];
  return conditions.names.filter((name) => !conditions.holds((other) => other !== name));
}

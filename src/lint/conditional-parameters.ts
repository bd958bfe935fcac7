import { type ParsedConditions, parsedConditionsOf } from './conditions';
import { valueAt } from './plain';
import type { PlainObject } from './rule';
import {
  dependencyNames,
  dependencyOfParameter,
  type Parameter,
  parameters,
  waitingTriggers,
  withFallback,
} from './sensor';

/** A parameter that reads a dependency of its sensor, and when its trigger fires. */
export interface ConditionalParameter {
  readonly parameter: Parameter;
  /** The dependency that it reads. */
  readonly name: string;
  readonly condition: ParsedConditions;
}

/** The keys of a parameter's source that take something from the event. */
const EVENT_KEYS = ['dataKey', 'dataTemplate', 'contextKey', 'contextTemplate'];

/** Whether the engine crashes over a parameter whose event has not come: over one of a payload without a default. */
export function crashesWithoutEvent({ target, value }: Parameter): boolean {
  if (target !== 'payload' && target !== 'header') return false;
  // Without dest the value is the whole payload, and that it is missing is looked at.
  if (target === 'payload' && !value['dest']) return false;
  return valueAt(value, 'src', 'value') === undefined;
}

/** Whether a parameter of a payload is a constant: a default, and nothing of the event that it could stand in for. */
export function isConstantParameter({ target, value }: Parameter): boolean {
  if (target !== 'payload' && target !== 'header') return false;
  return (
    valueAt(value, 'src', 'value') !== undefined && !EVENT_KEYS.some((key) => valueAt(value, 'src', key))
  );
}

/** The parameters of the triggers whose condition can be told, those of fallbacks included. */
export function conditionalParameters(sensor: PlainObject): ConditionalParameter[] {
  const known = dependencyNames(sensor);
  return waitingTriggers(sensor).flatMap((waiting) => {
    const condition = parsedConditionsOf(sensor, waiting);
    if (!condition) return [];
    return withFallback(waiting)
      .flatMap(parameters)
      .flatMap((parameter) => {
        const name = dependencyOfParameter(parameter);
        return name !== undefined && known.includes(name) ? [{ parameter, name, condition }] : [];
      });
  });
}

import { remembered } from '../remember';
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

/** A parameter that reads a dependency of its sensor, and the conditions of its trigger. */
export interface ConditionalParameter {
  readonly parameter: Parameter;
  /** The dependency that it reads. */
  readonly name: string;
  readonly condition: ParsedConditions;
}

/** The fields of a parameter's `src` that read event data. */
export const EVENT_KEYS = ['dataKey', 'dataTemplate', 'contextKey', 'contextTemplate'];

/**
 * Whether the engine crashes if there is no event for the parameter: if it is in a payload or a header, without
 * default.
 */
export function crashesWithoutEvent({ target, value }: Parameter): boolean {
  if (target !== 'payload' && target !== 'header') return false;
  // Without dest, the value is the whole payload. For that, the engine does check whether it is missing.
  if (target === 'payload' && !value['dest']) return false;
  return valueAt(value, 'src', 'value') === undefined;
}

/** Whether a parameter of a payload is a constant: it has a default, and reads no event data. */
export function isConstantParameter({ target, value }: Parameter): boolean {
  if (target !== 'payload' && target !== 'header') return false;
  return (
    valueAt(value, 'src', 'value') !== undefined && !EVENT_KEYS.some((key) => valueAt(value, 'src', key))
  );
}

/** The parameters of the triggers, and of their fallbacks, whose conditions can be parsed. */
export const conditionalParameters = remembered((sensor: PlainObject): readonly ConditionalParameter[] => {
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
});

import { type Condition, conditionFor } from './conditions';
import { at } from './plain';
import type { PlainObject } from './rule';
import {
  dependencyNames,
  type Parameter,
  parameters,
  sourceOf,
  waitingTriggers,
  withFallback,
} from './sensor';

/** A parameter that reads a dependency of its sensor, and when its trigger fires. */
export interface Conditioned {
  readonly parameter: Parameter;
  /** The dependency that it reads. */
  readonly name: string;
  readonly condition: Condition;
}

/** The keys of a parameter's source that take something from the event. */
const KEYS = ['dataKey', 'dataTemplate', 'contextKey', 'contextTemplate'];

/** Whether the engine crashes over a parameter whose event has not come: over one of a payload without a default. */
export function isCrash({ target, value }: Parameter): boolean {
  if (target !== 'payload' && target !== 'header') return false;
  // Without dest the value is the whole payload, and that it is missing is looked at.
  if (target === 'payload' && !value['dest']) return false;
  return at(value, 'src', 'value') === undefined;
}

/** Whether a parameter of a payload is a constant: a default, and nothing of the event that it could stand in for. */
export function isConstant({ target, value }: Parameter): boolean {
  if (target !== 'payload' && target !== 'header') return false;
  return at(value, 'src', 'value') !== undefined && !KEYS.some((key) => at(value, 'src', key));
}

/** The parameters of the triggers whose condition can be told, those of fallbacks included. */
export function conditionedParameters(sensor: PlainObject): Conditioned[] {
  const known = dependencyNames(sensor);
  return waitingTriggers(sensor).flatMap((waiting) => {
    const condition = conditionFor(sensor, waiting);
    if (!condition) return [];
    return withFallback(waiting)
      .flatMap(parameters)
      .flatMap((parameter) => {
        const name = sourceOf(parameter);
        return name !== undefined && known.includes(name) ? [{ parameter, name, condition }] : [];
      });
  });
}

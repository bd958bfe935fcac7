import { type Condition, conditionFor } from './conditions';
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

import type { FieldPath } from '../findings/finding';
import { remembered } from '../remember';
import { exprFilters } from './expressions';
import { asString, type Part, partsAt, valueAt } from './plain';
import type { PlainObject } from './rule';
import { dataFilters, dependencies, dependencyOfParameter, parameters, triggers } from './sensor';

/** A gjson path into the data of an event, and its place in the Sensor. */
export interface DataPath {
  readonly place: FieldPath;
  readonly text: string;
  /** The name of the dependency whose event it is read from; undefined if it has none. */
  readonly dependency: string | undefined;
}

/** The paths into data in all filters and parameters of a sensor. */
export const dataPaths = remembered((sensor: PlainObject): readonly DataPath[] => [
  ...dependencies(sensor).flatMap((dependency) => {
    const filters = [
      ...dataFilters(dependency),
      ...exprFilters(dependency).flatMap((filter) => partsAt(filter, 'fields')),
    ];
    return filters.flatMap((filter) => pathAt(filter, asString(dependency.value['name']), 'path'));
  }),
  ...pathsOfParameters(sensor, 'dataKey'),
]);

/** The paths of one key of all parameters of a sensor. */
export function pathsOfParameters(sensor: PlainObject, key: 'dataKey' | 'contextKey'): DataPath[] {
  return triggers(sensor)
    .flatMap(parameters)
    .flatMap((parameter) => pathAt(parameter, dependencyOfParameter(parameter), 'src', key));
}

function pathAt({ path, value }: Part, dependency: string | undefined, ...keys: string[]): DataPath[] {
  const text = asString(valueAt(value, ...keys));
  return text === undefined ? [] : [{ place: [...path, ...keys], text, dependency }];
}

import type { FieldPath } from '../findings/finding';
import { asString, type Part, valueAt } from './plain';
import type { PlainObject } from './rule';
import { dataFilters, dependencies, parameters, triggers } from './sensor';

/** A template of Go in a sensor, and its place. */
export interface TextTemplate {
  readonly place: FieldPath;
  readonly text: string;
  /** Whether it is that of a data filter. */
  readonly isFilter: boolean;
}

/** The templates of the data filters and parameters of a sensor. */
export function textTemplatesIn(sensor: PlainObject): TextTemplate[] {
  const ofParameters = triggers(sensor).flatMap(parameters);
  return [
    ...dependencies(sensor)
      .flatMap(dataFilters)
      .flatMap((filter) => textTemplateAt(true, filter, 'template')),
    ...ofParameters.flatMap((parameter) => textTemplateAt(false, parameter, 'src', 'dataTemplate')),
    ...ofParameters.flatMap((parameter) => textTemplateAt(false, parameter, 'src', 'contextTemplate')),
  ];
}

function textTemplateAt(isFilter: boolean, { path, value }: Part, ...keys: string[]): TextTemplate[] {
  const text = asString(valueAt(value, ...keys));
  return text === undefined ? [] : [{ place: [...path, ...keys], text, isFilter }];
}

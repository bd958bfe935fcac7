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
  /** Whether it stands in a template, as `.Input.body.id`. */
  readonly isTemplate?: true;
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

/** What the templates of the parameters of a sensor read of the data of an event. */
export const templatePaths = remembered((sensor: PlainObject): readonly DataPath[] =>
  triggers(sensor)
    .flatMap(parameters)
    .flatMap((parameter) => {
      const place = [...parameter.path, 'src', 'dataTemplate'];
      const template = asString(valueAt(parameter.value, 'src', 'dataTemplate')) ?? '';
      const dependency = dependencyOfParameter(parameter);
      return inputsOf(template).map((text) => ({ place, text, dependency, isTemplate: true as const }));
    }),
);

/** The paths below .Input in the actions of a template, each once. What stands in quotes or a comment does not count. */
function inputsOf(template: string): string[] {
  const actions = (template.match(/\{\{(?:"(?:\\.|[^"\\])*"|`[^`]*`|.)*?\}\}/gs) ?? []).map((action) =>
    action.replace(/"(?:\\.|[^"\\])*"|`[^`]*`|\/\*.*?\*\//gs, '""'),
  );
  const paths = actions.flatMap((action) => [...action.matchAll(/(?<![\w)])\.Input\.(\w+(?:\.\w+)*)/g)]);
  return [...new Set(paths.flatMap(([, path]) => path ?? []))];
}

/** A path of keys, as it is written in its place: with dots, or in a template. */
export function writtenPath(keys: readonly string[], { isTemplate }: Pick<DataPath, 'isTemplate'>): string {
  if (!isTemplate) return keys.map((key) => key.replace(/[.*?|#@\\]/g, '\\$&')).join('.');
  return keys.reduce(
    (path, key) =>
      /^\w*[A-Za-z_]\w*$/.test(key)
        ? `${path}.${key}`
        : `(index ${path} ${/^\d+$/.test(key) ? key : JSON.stringify(key)})`,
    '.Input',
  );
}

import { namesInExpression } from './govaluate';
import { asString, type Part, partsAt } from './plain';
import type { PlainObject } from './rule';
import { dependencies } from './sensor';

/** The expr filters of a dependency. */
export function exprFilters(dependency: Part): Part[] {
  return partsAt(dependency, 'filters', 'exprs');
}

/** An expr filter of a sensor: the names in its expression, and its fields. */
export interface ExprFilter {
  readonly filter: Part;
  readonly expressionNames: ReturnType<typeof namesInExpression>;
  readonly fields: readonly Part[];
  /** The names of those fields that have one. */
  readonly fieldNames: readonly string[];
}

/** The expr filters of all dependencies of a sensor. */
export function readExprFilters(sensor: PlainObject): ExprFilter[] {
  return dependencies(sensor)
    .flatMap(exprFilters)
    .map((filter) => {
      const fields = partsAt(filter, 'fields');
      return {
        filter,
        expressionNames: namesInExpression(asString(filter.value['expr']) ?? ''),
        fields,
        fieldNames: fields.flatMap(({ value }) => asString(value['name']) ?? []),
      };
    });
}

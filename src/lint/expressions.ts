import type { FieldPath } from '../findings/finding';
import { type Comparison, comparisonsIn, namesInExpression } from './govaluate';
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

/** A comparison in an expr filter, of the value at a path. */
export interface FieldComparison extends Comparison {
  /** The place of the expression. */
  readonly place: FieldPath;
  readonly path: string;
}

/** The comparisons of a field with a literal, in the expr filters of a dependency. */
export function fieldComparisons(dependency: Part): FieldComparison[] {
  return exprFilters(dependency).flatMap((filter) => {
    const paths = new Map(
      partsAt(filter, 'fields').map(({ value }) => [asString(value['name']), asString(value['path'])]),
    );
    return comparisonsIn(asString(filter.value['expr']) ?? '').flatMap((comparison) => {
      const path = paths.get(comparison.variable);
      return path === undefined ? [] : [{ ...comparison, path, place: [...filter.path, 'expr'] }];
    });
  });
}

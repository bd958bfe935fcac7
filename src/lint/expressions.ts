import { readsOf } from './govaluate';
import { type Part, parts, string } from './plain';
import type { PlainObject } from './rule';
import { dependencies } from './sensor';

/** The expr filters of a dependency. */
export function exprFilters(dependency: Part): Part[] {
  return parts(dependency, 'filters', 'exprs');
}

/** An expr filter of a sensor: what its expression reads, and the fields that it is given. */
export interface ExprFilter {
  readonly filter: Part;
  readonly reads: ReturnType<typeof readsOf>;
  readonly fields: readonly Part[];
  /** The names of the fields, as far as they have one. */
  readonly names: readonly string[];
}

/** The expr filters of all dependencies of a sensor. */
export function readExprFilters(sensor: PlainObject): ExprFilter[] {
  return dependencies(sensor)
    .flatMap(exprFilters)
    .map((filter) => {
      const fields = parts(filter, 'fields');
      return {
        filter,
        reads: readsOf(string(filter.value['expr']) ?? ''),
        fields,
        names: fields.flatMap(({ value }) => string(value['name']) ?? []),
      };
    });
}

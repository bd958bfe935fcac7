import type { EventDependencyFilter } from '../../../imports/argo-events';

/**
 * A condition on the data of one dependency. Each filter contributes a part of the dependency's `filters`;
 * lists are joined, and a member that the engine has only once (`context`, `time`, `script`) may be given once.
 */
export interface Filter {
  /** The dependencies whose data it names, of which only the filtered one is allowed; none when left out. */
  readonly reads?: readonly string[];
  /** The part of the engine's filter that this one adds. */
  toFilter(): EventDependencyFilter;
}

/** Filters joined in order; undefined when there are none. What cannot be joined is left out and said. */
export interface JoinedFilters {
  readonly joined: EventDependencyFilter | undefined;
  readonly problems: readonly string[];
}

const LIST_OPERATORS = [
  ['data', 'dataLogicalOperator'],
  ['exprs', 'exprLogicalOperator'],
] as const;

/** @param dependency the name of the one that is filtered */
export function joinFilters(filters: readonly Filter[], dependency: string): JoinedFilters {
  const joined: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const foreign of filters.flatMap(({ reads = [] }) => reads.filter((name) => name !== dependency))) {
    problems.push(
      `The dependency "${dependency}" is filtered by data of "${foreign}": only its own can be compared`,
    );
  }
  for (const part of filters.map((filter) => filter.toFilter())) {
    for (const [name, value] of Object.entries(part)) {
      const before = joined[name];
      if (Array.isArray(before) && Array.isArray(value)) joined[name] = [...before, ...value];
      else if (before === undefined) joined[name] = value;
      else problems.push(`The dependency "${dependency}" has two filters of "${name}": the engine takes one`);
    }
  }
  for (const [list, operator] of LIST_OPERATORS) {
    const parts = filters.filter((filter) => list in filter.toFilter());
    if (parts.length > 1 && parts.some((filter) => operator in filter.toFilter())) {
      problems.push(
        `The dependency "${dependency}" has other filters of "${list}" beside anyOf: the engine joins all of them by or`,
      );
    }
  }
  return { joined: filters.length > 0 ? joined : undefined, problems };
}

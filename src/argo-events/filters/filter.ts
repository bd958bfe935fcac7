import type { EventDependencyFilter } from '../../../imports/argo-events';

/**
 * A condition on the data of one dependency. Each filter contributes a part of the dependency's `filters`;
 * lists are joined, and a member that the engine has only once (`context`, `time`, `script`) may be given once.
 */
export interface Filter {
  /** The part of the engine's filter that this one adds. */
  toFilter(): EventDependencyFilter;
}

/** Joins filters in order; undefined when there are none. The names given twice come back as `doubled`. */
export function joinFilters(filters: readonly Filter[]): {
  readonly joined: EventDependencyFilter | undefined;
  readonly doubled: readonly string[];
} {
  const joined: Record<string, unknown> = {};
  const doubled: string[] = [];
  for (const part of filters.map((filter) => filter.toFilter())) {
    for (const [name, value] of Object.entries(part)) {
      const before = joined[name];
      if (Array.isArray(before) && Array.isArray(value)) joined[name] = [...before, ...value];
      else if (before === undefined) joined[name] = value;
      else doubled.push(name);
    }
  }
  return { joined: filters.length > 0 ? joined : undefined, doubled };
}

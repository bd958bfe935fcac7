import type { EventDependencyFilter } from '../../../imports/argo-events';
import { reject, unexpected, type Wording } from '../../findings/refuse';
import { quote } from '../../findings/words';

/**
 * A condition on the events of one dependency. Each filter is a part of the dependency's `filters`. Lists (`data`,
 * `exprs`) of several filters are joined. There can be only one `context`, one `time` and one `script`.
 */
export interface Filter {
  /**
   * The names of the dependencies whose data it reads. Only the filtered dependency is allowed.
   *
   * @default none
   */
  readonly reads?: readonly string[];
  /** Its part of `filters`, in the engine's own form. */
  toFilter(): EventDependencyFilter;
}

/** The joined filters, undefined if there are none; and a problem for each filter that cannot be joined. */
export interface JoinedFilters {
  readonly joined: EventDependencyFilter | undefined;
  readonly problems: readonly Wording[];
}

const LIST_OPERATORS = [
  ['data', 'dataLogicalOperator'],
  ['exprs', 'exprLogicalOperator'],
] as const;

/**
 * Joins the filters of a dependency.
 *
 * @param dependency the name of the filtered dependency
 * @throws ValidationError if it is no list of filters
 */
export function joinFilters(filters: readonly Filter[], dependency: string): JoinedFilters {
  if (!isListOfFilters(filters)) {
    const { message, ...details } = unexpected(filters, 'a list of filters, such as [equals(…)]');
    reject('filter', message, details);
  }
  const joined: Record<string, unknown> = {};
  const problems: Wording[] = [];
  for (const foreign of filters.flatMap(({ reads = [] }) => reads.filter((name) => name !== dependency))) {
    const message = `a filter reads data of the dependency ${quote(foreign)}`;
    problems.push({ message, help: `a filter of ${quote(dependency)} sees only its own event` });
  }
  const rendered = filters.map((filter) => filter.toFilter());
  for (const part of rendered) {
    for (const [name, value] of Object.entries(part)) {
      const before = joined[name];
      if (Array.isArray(before) && Array.isArray(value)) joined[name] = [...before, ...value];
      else if (before === undefined) joined[name] = value;
      else problems.push({ message: `two filters of ${quote(name)}`, help: 'the engine takes one' });
    }
  }
  for (const [list, operator] of LIST_OPERATORS) {
    const parts = rendered.filter((part) => list in part);
    if (parts.length > 1 && parts.some((part) => operator in part)) {
      problems.push({
        message: `other filters of ${quote(list)} beside anyOf(…)`,
        help: 'the engine would join all of them by or: put them into filters of another kind, or into anyOf(…)',
      });
    }
  }
  return { joined: filters.length > 0 ? joined : undefined, problems };
}

function isListOfFilters(value: unknown): boolean {
  return (
    Array.isArray(value) && value.every((one) => typeof (one as Filter | undefined)?.toFilter === 'function')
  );
}

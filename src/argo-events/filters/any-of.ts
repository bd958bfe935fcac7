import { reject } from '../../findings/refuse';
import { joinAnd } from '../../findings/words';
import { type Filter, joinFilters } from './filter';

/**
 * Passes if one of these filters passes. They must all be data filters, or all be expressions. The engine has one
 * operator for all data filters of a dependency and one for all its expressions, so the dependency can have no other
 * filter of that kind. A missing value refuses only its own filter.
 *
 * @throws ValidationError for no filter, or for filters that are not all data filters or all expressions
 *
 * @example
 * ```ts
 * sensor.on('work', github.event('comments'), {
 *   filters: (e) => [anyOf(contains(e.body.comment.body, '/build'), contains(e.body.comment.body, '/deploy'))],
 * });
 * ```
 * ```yaml
 * filters:
 *   data:
 *     - path: body.comment.body
 *       type: string
 *       value:
 *         - /build
 *     - path: body.comment.body
 *       type: string
 *       value:
 *         - /deploy
 *   dataLogicalOperator: or
 * ```
 */
export function anyOf(...filters: readonly Filter[]): Filter {
  const { joined = {} } = joinFilters(filters, '');
  const [kind, ...others] = Object.keys(joined);
  if ((kind !== 'data' && kind !== 'exprs') || others.length > 0) {
    const kinds = Object.keys(joined);
    reject('filter', `anyOf(…) has ${kinds.length === 0 ? 'no filter' : `filters of ${joinAnd(kinds)}`}`, {
      help: 'expected data filters only, or expressions only',
    });
  }
  const operator = kind === 'data' ? 'dataLogicalOperator' : 'exprLogicalOperator';
  return {
    reads: [...new Set(filters.flatMap(({ reads = [] }) => reads))],
    toFilter: () => ({ ...joined, [operator]: 'or' }),
  };
}

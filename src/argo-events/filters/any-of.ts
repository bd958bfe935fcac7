import { throwFinding } from '../references/throw-finding';
import { type Filter, joinFilters } from './filter';

/**
 * Passes when one of these does: data filters only, or expressions only, for the engine has one operator for all data
 * filters of a dependency and one for all its expressions. No other filter of that kind can stand beside it. A missing
 * value refuses its own filter only.
 *
 * @throws ValidationError for no filter, or for filters that are not all of the data or all expressions
 */
export function anyOf(...filters: readonly Filter[]): Filter {
  const { joined = {} } = joinFilters(filters, '');
  const [kind, ...others] = Object.keys(joined);
  if ((kind !== 'data' && kind !== 'exprs') || others.length > 0) {
    throwFinding(
      'anyOf',
      `The filters to choose from are ${JSON.stringify(joined)}: data filters only, or expressions only`,
    );
  }
  const operator = kind === 'data' ? 'dataLogicalOperator' : 'exprLogicalOperator';
  return {
    reads: [...new Set(filters.flatMap(({ reads = [] }) => reads))],
    toFilter: () => ({ ...joined, [operator]: 'or' }),
  };
}

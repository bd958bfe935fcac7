export {
  atLeast,
  atMost,
  contains,
  empty,
  endsWith,
  equals,
  greaterThan,
  lessThan,
  matches,
  notEquals,
  oneOf,
  present,
  startsWith,
} from './data';
export type { Filter } from './filter';

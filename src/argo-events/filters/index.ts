export { anyOf } from './any-of';
export { contextEquals } from './context';
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
export { dataFilter } from './data-filter';
export { expression } from './expression';
export type { Filter } from './filter';
export { luaFilter } from './script';
export { timeOfDay } from './time';

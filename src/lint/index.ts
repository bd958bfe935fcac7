export { checkObject, checkSet, type RuleFinding } from './check';
export type { ObjectRule, Path, PlainObject, Report, Rule, SetRule, Severity } from './rule';
export { RULES } from './rules';

export { checkObject, checkSet, type LintFinding } from './check';
export type { FieldPath, LintRule, ObjectRule, PlainObject, Report, SetRule, Severity } from './rule';
export { RULES } from './rules';

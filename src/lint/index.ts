/**
 * The rules for Sensors, EventSources and EventBuses, on plain objects of any origin. Nothing here needs cdk8s.
 *
 * @packageDocumentation
 */

export { type Allowed, type Finding, toLine } from '../validation';
export { checkObject, checkSet, type LintFinding } from './check';
export type {
  FieldPath,
  LintRule,
  ObjectRule,
  ObjectSet,
  PlainObject,
  Report,
  RuleDescription,
  SetRule,
  Severity,
} from './rule';
export { RULES } from './rules';
export { checkSchema } from './schema';

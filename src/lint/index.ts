/**
 * The rules for Sensors, EventSources and EventBuses, on plain objects of any origin. Nothing here needs cdk8s.
 *
 * @packageDocumentation
 */

export type { FieldPath, Finding, ObjectName, Severity } from '../findings/finding';
export { toLine } from '../findings/line';
export { checkObject, checkSet, type SetOptions } from './check';
export type { LintFinding } from './finding';
export type {
  LintRule,
  ObjectRule,
  ObjectSet,
  PlainObject,
  Report,
  RuleDescription,
  SetRule,
} from './rule';
export { RULES } from './rules';

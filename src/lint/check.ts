import { type Finding, finding } from '../validation';
import type { ObjectRule, PlainObject, Report, Rule, SetRule, Severity } from './rule';
import { RULES } from './rules';

/** A finding of a rule, and the object that it is about. */
export interface RuleFinding extends Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly object: PlainObject;
}

/** What the rules about single objects find in one. */
export function checkObject(object: PlainObject, rules: readonly Rule[] = RULES): RuleFinding[] {
  const findings: RuleFinding[] = [];
  for (const rule of rules.filter(isObjectRule)) {
    if (rule.kinds.includes(String(object['kind']))) rule.check(object, reporter(rule, object, findings));
  }
  return findings;
}

/** What the rules about all objects together find. */
export function checkSet(objects: readonly PlainObject[], rules: readonly Rule[] = RULES): RuleFinding[] {
  const findings: RuleFinding[] = [];
  for (const rule of rules.filter(isSetRule)) {
    rule.checkAll(objects, (object) => reporter(rule, object, findings));
  }
  return findings;
}

function reporter(rule: Rule, object: PlainObject, findings: RuleFinding[]): Report {
  return (path, what, value, allowed) => {
    const found = finding(path.join('.'), what, value, allowed, rule.id);
    findings.push({ ...found, rule: rule.id, severity: rule.severity, object });
  };
}

function isObjectRule(rule: Rule): rule is ObjectRule {
  return 'check' in rule;
}

function isSetRule(rule: Rule): rule is SetRule {
  return 'checkAll' in rule;
}

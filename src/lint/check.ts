import { type Finding, finding } from '../validation';
import { object as asObject, string } from './plain';
import type { ObjectRule, Path, PlainObject, Report, Rule, SetRule, Severity } from './rule';
import { RULES } from './rules';

/** A finding of a rule, and the object that it is about. */
export interface RuleFinding extends Finding {
  /** The id of the rule; `schema` for what the closed schema refuses. */
  readonly rule: string;
  /** Whether it is an error or a warning. */
  readonly severity: Severity;
  /** The object itself, as it was given. */
  readonly object: PlainObject;
  /** The path, key by key: a key may have dots. */
  readonly place: Path;
}

/**
 * What the rules about single objects find in one.
 *
 * @param rules all of them when left out
 */
export function checkObject(object: PlainObject, rules: readonly Rule[] = RULES): RuleFinding[] {
  const findings: RuleFinding[] = [];
  const plain = asObject(object);
  for (const rule of rules.filter(isObjectRule)) {
    if (rule.kinds.includes(string(plain['kind']) ?? '')) rule.check(plain, reporter(rule, object, findings));
  }
  return findings;
}

/**
 * What the rules about all objects together find.
 *
 * @param externals objects that are made elsewhere, as far as anything is known of them: kind, name and namespace are
 * enough. What refers to them is found; about them themselves nothing is said. None when left out
 * @param rules all of them when left out
 */
export function checkSet(
  objects: readonly PlainObject[],
  externals: readonly PlainObject[] = [],
  rules: readonly Rule[] = RULES,
): RuleFinding[] {
  const findings: RuleFinding[] = [];
  const known = [...objects, ...externals];
  for (const rule of rules.filter(isSetRule)) {
    rule.checkAll(objects, (object) => reporter(rule, object, findings), known);
  }
  return findings;
}

function reporter(rule: Rule, object: PlainObject, findings: RuleFinding[]): Report {
  return (place, what, value, allowed) => {
    const found = finding(place.join('.'), what, value, allowed, rule.id);
    findings.push({ ...found, rule: rule.id, severity: rule.severity, object, place });
  };
}

function isObjectRule(rule: Rule): rule is ObjectRule {
  return 'check' in rule;
}

function isSetRule(rule: Rule): rule is SetRule {
  return 'checkAll' in rule;
}

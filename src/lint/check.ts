import { docsOf } from '../findings/checks';
import { whileUnchanged } from '../remember';
import { findingIn, type LintFinding } from './finding';
import { objectSet } from './object-set';
import { asObject, asString } from './plain';
import type { LintRule, ObjectRule, PlainObject, Report, SetRule } from './rule';
import { RULES } from './rules';

/**
 * The findings of all object rules on one object.
 *
 * @param rules all of them when left out
 *
 * @example
 * ```ts
 * const spec = { jetstream: { version: 'latest', replicas: 1 } };
 * const found = checkObject({ kind: 'EventBus', metadata: { name: 'default' }, spec });
 * for (const { rule, severity } of found) console.log(`${rule}: ${severity}`);
 * ```
 * ```yaml
 * stream-replicas: warning
 * ```
 */
export function checkObject(object: PlainObject, rules: readonly LintRule[] = RULES): LintFinding[] {
  const findings: LintFinding[] = [];
  const plain = asObject(object);
  const kind = asString(plain['kind']) ?? '';
  whileUnchanged(() => {
    for (const rule of rules) {
      if (isObjectRule(rule) && rule.kinds.includes(kind))
        rule.check(plain, reporter(rule, object, findings));
    }
  });
  return findings;
}

/**
 * The findings of all set rules on several objects.
 *
 * @param externals objects that are made elsewhere, with at least kind, name and namespace. References to them are
 * looked up; nothing is reported on the objects themselves. None when left out
 * @param rules all of them when left out
 *
 * @example
 * ```ts
 * const triage = { kind: 'Sensor', metadata: { name: 'triage', namespace: 'events' }, spec: {} };
 * for (const { rule, severity } of checkSet([triage])) console.log(`${rule}: ${severity}`);
 * ```
 * ```yaml
 * unknown-event-bus: warning
 * ```
 */
export function checkSet(
  objects: readonly PlainObject[],
  externals: readonly PlainObject[] = [],
  rules: readonly LintRule[] = RULES,
): LintFinding[] {
  const findings: LintFinding[] = [];
  const given = objectSet(objects);
  const known = externals.length === 0 ? given : objectSet([...objects, ...externals]);
  whileUnchanged(() => {
    for (const rule of rules.filter(isSetRule)) {
      rule.checkAll(given, (object) => reporter(rule, object, findings), known);
    }
  });
  return findings;
}

function reporter(rule: LintRule, object: PlainObject, findings: LintFinding[]): Report {
  return (path, message, { help, value } = {}) => {
    findings.push(
      findingIn(object, {
        rule: rule.id,
        severity: rule.severity,
        path,
        message,
        ...(value !== undefined && { value }),
        ...(help !== undefined && { help }),
        ...(RULES.includes(rule) && { docs: docsOf(rule.id) }),
      }),
    );
  };
}

function isObjectRule(rule: LintRule): rule is ObjectRule {
  return 'check' in rule;
}

function isSetRule(rule: LintRule): rule is SetRule {
  return 'checkAll' in rule;
}

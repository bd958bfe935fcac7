import { hasEngine } from '../engine/load';
import { docsOf } from '../findings/checks';
import { whileUnchanged } from '../remember';
import { findingIn, type LintFinding } from './finding';
import { objectSet } from './object-set';
import { nameOf, namespaceOf } from './objects';
import { withoutRefused, withoutRepeated } from './one-cause';
import { asObject, asString } from './plain';
import type { LintRule, ObjectRule, ObjectSet, PlainObject, Report, SetRule } from './rule';
import { RULES } from './rules';
import { schemaFindings, schemaOf } from './schema';
import { schemaFaults } from './schema-faults';
import type { SchemaName } from './schemas';

/**
 * The findings on one object: what the closed schema of its kind refuses, with the rule `schema`, and what the object
 * rules find. A value that the schema refuses has no other finding. Sensor, EventSource and EventBus have a schema.
 *
 * @param rules all of them when left out; `[]` checks the schema only
 *
 * @example
 * ```ts
 * const found = checkObject({
 *   apiVersion: 'argoproj.io/v1alpha1',
 *   kind: 'EventBus',
 *   metadata: { name: 'default' },
 *   spec: { jetstream: { version: 'latest', replicas: 1, volumeSize: '1Gi' } },
 * });
 * for (const { rule, message } of found) console.log(`${rule}: ${message}`);
 * ```
 * ```yaml
 * schema: unknown field "volumeSize"
 * stream-replicas: the stream has 3 replicas, but the bus has one server
 * ```
 */
export function checkObject(object: PlainObject, rules: readonly LintRule[] = RULES): LintFinding[] {
  return checkAgainst(schemaOf(object), object, rules);
}

/** The same against a given schema, whatever the object says of its kind. */
export function checkAgainst(
  schema: SchemaName | undefined,
  object: PlainObject,
  rules: readonly LintRule[] = RULES,
): LintFinding[] {
  const found = [...withoutRepeated(applyRules(object, rules), rules)];
  if (schema === undefined) return found;
  const faults = schemaFaults(schema, object);
  return [...schemaFindings(schema, object, faults), ...withoutRefused(faults, found)];
}

/** What the object rules find, whatever the schema says. */
export function applyRules(object: PlainObject, rules: readonly LintRule[]): LintFinding[] {
  const findings: LintFinding[] = [];
  const plain = asObject(object);
  const kind = asString(plain['kind']) ?? '';
  whileUnchanged(() => {
    for (const rule of rules) {
      if (isObjectRule(rule) && rule.kinds.includes(kind) && runs(rule))
        rule.check(plain, reporter(rule, object, findings));
    }
  });
  return findings;
}

/** The rules that find nothing here, because the engine is not built. */
export function notRun(rules: readonly LintRule[] = RULES): LintRule[] {
  return rules.filter((rule) => !runs(rule));
}

function runs({ needsEngine = false }: LintRule): boolean {
  return !needsEngine || hasEngine();
}

/** What `checkSet` knows beside the objects. */
export interface SetOptions {
  /**
   * Objects that are made elsewhere, with at least kind, name and namespace. References to them are looked up; nothing is
   * reported on the objects themselves.
   *
   * @default none
   */
  readonly externals?: readonly PlainObject[];
  /**
   * Whether there are no other objects: a name that none of them has is then a finding, such as that of a bus. Otherwise it
   * is one only if an object of another namespace has the name.
   *
   * @default false
   */
  readonly complete?: boolean;
  /**
   * The rules.
   *
   * @default all of them
   */
  readonly rules?: readonly LintRule[];
}

/**
 * The findings of all set rules on several objects.
 *
 * @example
 * ```ts
 * const triage = { kind: 'Sensor', metadata: { name: 'triage', namespace: 'events' }, spec: {} };
 * for (const { rule, severity } of checkSet([triage], { complete: true })) console.log(`${rule}: ${severity}`);
 * ```
 * ```yaml
 * unknown-event-bus: warning
 * ```
 */
export function checkSet(
  objects: readonly PlainObject[],
  { externals = [], complete = false, rules = RULES }: SetOptions = {},
): LintFinding[] {
  const findings: LintFinding[] = [];
  const given = objectSet(objects, complete);
  const others = othersOf(given, externals);
  const known = others.length === 0 ? given : objectSet([...objects, ...others], complete);
  whileUnchanged(() => {
    for (const rule of rules.filter(isSetRule).filter(runs)) {
      rule.checkAll(given, (object) => reporter(rule, object, findings), known);
    }
  });
  return findings;
}

/** The externals that are not among the objects. Of several declarations of one object, that with the most fields. */
function othersOf(given: ObjectSet, externals: readonly PlainObject[]): PlainObject[] {
  const others = new Map<string, PlainObject>();
  for (const external of externals.map(asObject)) {
    const place = { namespace: namespaceOf(external), name: nameOf(external) };
    const kind = asString(external['kind']) ?? '';
    if (given.ofKind(kind, place).some((object) => namespaceOf(object) === place.namespace)) continue;
    const key = JSON.stringify([kind, place]);
    const fields = (object: PlainObject = {}) => Object.keys(object).length;
    if (fields(external) > fields(others.get(key))) others.set(key, external);
  }
  return [...others.values()];
}

function reporter(rule: LintRule, object: PlainObject, findings: LintFinding[]): Report {
  return (path, message, { help, value, fix } = {}) => {
    findings.push(
      findingIn(object, {
        rule: rule.id,
        severity: rule.severity,
        path,
        message,
        ...(value !== undefined && { value }),
        ...(help !== undefined && { help }),
        ...(fix !== undefined && { fix }),
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

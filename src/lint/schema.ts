import { docsOf } from '../findings/checks';
import { findingIn, type LintFinding } from './finding';
import { withoutConsequences } from './one-cause';
import { asObject, asString } from './plain';
import type { PlainObject } from './rule';
import { wordingOf } from './schema-error';
import { schemaFaults } from './schema-faults';
import type { SchemaName } from './schemas';

const NAMES: Readonly<Record<string, SchemaName>> = {
  Sensor: 'sensor',
  EventSource: 'eventsource',
  EventBus: 'eventbus',
};

/**
 * Checks an object against the closed schema of its kind: unknown fields, wrong types, and values that the engine does
 * not know. The findings have the rule `schema`. It checks only a Sensor, an EventSource and an EventBus.
 *
 * @example
 * ```ts
 * const spec = { dependencies: [], trigger: [], triggers: [{ template: { name: 'log', log: {} } }] };
 * const found = checkSchema({ kind: 'Sensor', metadata: { name: 'triage' }, spec });
 * for (const { path, message } of found) console.log(`${path}: ${message}`);
 * ```
 * ```yaml
 * spec: unknown field "trigger"
 * ```
 */
export function checkSchema(object: PlainObject): LintFinding[] {
  const name = NAMES[asString(asObject(object)['kind']) ?? ''];
  return name === undefined ? [] : schemaFindings(name, object);
}

/** What the closed schema of a kind refuses in an object, whatever its kind says. */
export function schemaFindings(
  name: SchemaName,
  object: PlainObject,
  faults = schemaFaults(name, object),
): LintFinding[] {
  const findings = withoutConsequences(faults).map((fault) =>
    findingIn(object, {
      rule: 'schema',
      severity: 'error',
      path: fault.path,
      ...wordingOf(name, object, fault),
      docs: docsOf('schema'),
    }),
  );
  const key = ({ path, message }: LintFinding) => JSON.stringify([path, message]);
  return [...new Map(findings.map((found) => [key(found), found])).values()];
}

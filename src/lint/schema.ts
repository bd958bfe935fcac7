import { docsOf } from '../findings/checks';
import { findingIn, type LintFinding } from './finding';
import { withoutConsequences, withoutOldForm } from './one-cause';
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

/** The schema of the kind of an object, if the kind has one. */
export function schemaOf(object: PlainObject): SchemaName | undefined {
  return NAMES[asString(asObject(object)['kind']) ?? ''];
}

/** What the closed schema of a kind refuses in an object, whatever its kind says. */
export function schemaFindings(
  name: SchemaName,
  object: PlainObject,
  faults = schemaFaults(name, object),
): LintFinding[] {
  const findings = withoutConsequences(name, withoutOldForm(faults)).map((fault) =>
    findingIn(object, {
      rule: 'schema',
      severity: 'error',
      path: fault.path,
      ...(fault.keyword === 'additionalProperties' && fault.field !== undefined && { field: fault.field }),
      ...wordingOf(name, object, fault),
      docs: docsOf('schema'),
    }),
  );
  const key = ({ path, message }: LintFinding) => JSON.stringify([path, message]);
  return [...new Map(findings.map((found) => [key(found), found])).values()];
}

import eventBus from '../../imports/eventbus.schema.json';
import eventSource from '../../imports/eventsource.schema.json';
import sensor from '../../imports/sensor.schema.json';
import { quote, unknownName } from '../validation';
import type { LintFinding } from './check';
import { type JsonSchema, type SchemaDocument, type SchemaFault, schemaFaults } from './json-schema';
import { asObject, asString } from './plain';
import type { PlainObject } from './rule';

/** A kind of object of Argo Events. There is a closed schema for each. */
export type SchemaName = 'sensor' | 'eventsource' | 'eventbus';

const SCHEMAS: Readonly<Record<SchemaName, SchemaDocument>> = {
  sensor,
  eventsource: eventSource,
  eventbus: eventBus,
};

/**
 * What the closed schema of a kind refuses in an object: unknown fields, wrong types, and values that the engine does
 * not know. Each message has the path, what is wrong, the value, and what is allowed.
 */
export function schemaFindings(name: SchemaName, object: unknown): string[] {
  const lines = schemaFaults(SCHEMAS[name], object).map(
    (fault) => `${placeOf(fault)} ${describeFault(fault)}`,
  );
  return [...new Set(lines)];
}

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
 * spec: Has an unknown field: "trigger", did you mean "triggers"?
 * ```
 */
export function checkSchema(object: PlainObject): LintFinding[] {
  const name = NAMES[asString(asObject(object)['kind']) ?? ''];
  const faults = name === undefined ? [] : schemaFaults(SCHEMAS[name], object);
  const findings = faults.map((fault): LintFinding => {
    const place = fault.path;
    const text = describeFault(fault);
    const message = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
    return { path: place.join('.'), message, rule: 'schema', severity: 'error', object, place };
  });
  return [
    ...new Map(findings.map((found) => [JSON.stringify([found.place, found.message]), found])).values(),
  ];
}

function placeOf({ path }: SchemaFault): string {
  return path.join('.') || 'the object';
}

function describeFault({ keyword, schema, value, field }: SchemaFault): string {
  switch (keyword) {
    case 'additionalProperties':
      return unknownName('', 'has an unknown field', field ?? '', Object.keys(schema.properties ?? {}))
        .message;
    case 'required':
    case 'dependencies':
      return `lacks a field: ${quote(field)}`;
    case 'enum':
      return `is not a known value: ${quote(value)}, allowed: ${quotedList(schema.enum)}`;
    case 'const':
      return `is not the right value: ${quote(value)}, allowed: ${quote(schema.const)}`;
    case 'type':
      return `is of the wrong type: ${quote(value)}, allowed: ${[schema.type].flat().join(' or ')}`;
    case 'oneOf':
    case 'anyOf':
      return `has to be exactly one of several forms: ${quote(value)}, allowed: ${fieldsOfForms(schema[keyword])}`;
    default:
      return `is not allowed: ${quote(value)}, it ${requirement(keyword, schema)}`;
  }
}

function requirement(
  keyword: string,
  { minItems, minLength, minimum, maximum, pattern }: JsonSchema,
): string {
  switch (keyword) {
    case 'minItems':
      return `must NOT have fewer than ${minItems} items`;
    case 'minLength':
      return `must NOT have fewer than ${minLength} characters`;
    case 'minimum':
      return `must be >= ${minimum}`;
    case 'maximum':
      return `must be <= ${maximum}`;
    case 'pattern':
      return `must match pattern ${quote(pattern)}`;
    default:
      return 'must NOT be valid';
  }
}

/** The fields that the branches of a oneOf require. */
function fieldsOfForms(schemas: readonly JsonSchema[] = []): string {
  const required = schemas.flatMap((schema) => schema.required ?? []);
  return required.length > 0 ? `one of ${quotedList(required)}` : 'see its type';
}

function quotedList(values: unknown): string {
  return Array.isArray(values) ? values.map(quote).join(', ') : quote(values);
}

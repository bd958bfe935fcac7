import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import eventBus from '../../imports/eventbus.schema.json';
import eventSource from '../../imports/eventsource.schema.json';
import sensor from '../../imports/sensor.schema.json';

/** A kind of Argo Events that has a closed schema. */
export type SchemaName = 'sensor' | 'eventsource' | 'eventbus';

const SCHEMAS: Readonly<Record<SchemaName, object>> = { sensor, eventsource: eventSource, eventbus: eventBus };
const compiled = new Map<SchemaName, ValidateFunction>();

/**
 * What the closed schema of the kind refuses in a plain object: unknown fields, wrong types, values that the
 * engine does not know. One sentence each: where, what is wrong, the value, what is allowed.
 */
export function schemaFindings(name: SchemaName, object: unknown): string[] {
  const validate = compiled.get(name) ?? compile(name);
  if (validate(object)) return [];
  return [...new Set((validate.errors ?? []).flatMap((error) => explain(error)))];
}

// A schema is compiled when an object of its kind is first seen.
function compile(name: SchemaName): ValidateFunction {
  const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true, verbose: true });
  const validate = ajv.compile(SCHEMAS[name]);
  compiled.set(name, validate);
  return validate;
}

function explain(error: ErrorObject): string[] {
  const place = error.instancePath.slice(1).replaceAll('/', '.') || 'the object';
  const value = show(error.data);
  const parameters = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'additionalProperties':
      return [`${place} has the field "${parameters['additionalProperty']}": allowed are ${fields(error)}`];
    case 'required':
      return [`${place} lacks the field "${parameters['missingProperty']}"`];
    case 'enum':
      return [`${place} is ${value}: allowed are ${quoteAll(parameters['allowedValues'])}`];
    case 'const':
      return [`${place} is ${value}: allowed is ${show(parameters['allowedValue'])}`];
    case 'type':
      return [`${place} is ${value}: a ${[parameters['type']].flat().join(' or ')} is needed`];
    case 'oneOf':
    case 'anyOf':
    case 'not':
    case 'if':
      // Their branches say what is wrong, or the description of the schema does.
      return [`${place} is ${value}: ${error.parentSchema?.['$comment'] ?? error.message}`];
    default:
      return [`${place} is ${value}: it ${error.message}`];
  }
}

function fields(error: ErrorObject): string {
  const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object);
  return quoteAll(known);
}

function quoteAll(values: unknown): string {
  return Array.isArray(values) && values.length > 0 ? values.map((value) => show(value)).join(', ') : 'none';
}

/** The value as JSON, shortened where it is long. */
function show(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 80 ? `${json.slice(0, 77)}...` : json;
}

import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import eventBus from '../../imports/eventbus.schema.json';
import eventSource from '../../imports/eventsource.schema.json';
import sensor from '../../imports/sensor.schema.json';
import { quote, unknownName } from '../validation';
import type { RuleFinding } from './check';
import { object as asObject, string } from './plain';
import type { Path, PlainObject } from './rule';

/** A kind of Argo Events that has a closed schema. */
export type SchemaName = 'sensor' | 'eventsource' | 'eventbus';

const SCHEMAS: Readonly<Record<SchemaName, object>> = {
  sensor,
  eventsource: eventSource,
  eventbus: eventBus,
};
const compiled = new Map<SchemaName, ValidateFunction>();

/**
 * What the closed schema of the kind refuses in a plain object: unknown fields, wrong types, values that the
 * engine does not know. One sentence each: where, what is wrong, the value, what is allowed.
 */
export function schemaFindings(name: SchemaName, object: unknown): string[] {
  const lines = errorsIn(name, object).map((error) => `${placeOf(error)} ${explain(error)}`);
  return [...new Set(lines)];
}

const NAMES: Readonly<Record<string, SchemaName>> = {
  Sensor: 'sensor',
  EventSource: 'eventsource',
  EventBus: 'eventbus',
};

/**
 * What the closed schema of its kind refuses in an object, as findings of the rule `schema`: unknown fields, wrong types,
 * values that the engine does not know. Of an object that is no Sensor, EventSource or EventBus, nothing.
 */
export function checkSchema(object: PlainObject): RuleFinding[] {
  const name = NAMES[string(asObject(object)['kind']) ?? ''];
  const findings = (name === undefined ? [] : errorsIn(name, object)).map((error): RuleFinding => {
    const place = keysOf(object, error.instancePath);
    const says = explain(error);
    const message = `${says.charAt(0).toUpperCase()}${says.slice(1)}`;
    return { path: place.join('.'), message, rule: 'schema', severity: 'error', object, place };
  });
  return [
    ...new Map(findings.map((found) => [JSON.stringify([found.place, found.message]), found])).values(),
  ];
}

function errorsIn(name: SchemaName, object: unknown): ErrorObject[] {
  const validate = compiled.get(name) ?? compile(name);
  if (validate(object)) return [];
  return (validate.errors ?? []).filter(({ schemaPath }) => !IN_BRANCH.test(schemaPath));
}

function placeOf({ instancePath }: ErrorObject): string {
  return instancePath.slice(1).replaceAll('/', '.') || 'the object';
}

/** A JSON pointer as keys; those of a list are numbers. */
function keysOf(object: unknown, pointer: string): Path {
  let value = object;
  return pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const isIndex = Array.isArray(value);
      value = (value as Readonly<Record<string, unknown>>)[key];
      return isIndex ? Number(key) : key;
    });
}

// A schema is compiled when an object of its kind is first seen, without what takes half of the time (npm
// run bench) and changes no answer: the check of the schema itself (a test compiles each in strict mode), inlining, optimizing.
function compile(name: SchemaName): ValidateFunction {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    validateSchema: false,
    inlineRefs: false,
    code: { optimize: false },
  });
  const validate = ajv.compile(SCHEMAS[name]);
  compiled.set(name, validate);
  return validate;
}

// A value that fits no branch of a oneOf fails once for the whole and again in each branch: the whole says it.
const IN_BRANCH = /\/(?:oneOf|anyOf|not)\//;

function explain({ keyword, data, params, parentSchema, message }: ErrorObject): string {
  const parameters = params as Readonly<Record<string, unknown>>;
  switch (keyword) {
    case 'additionalProperties':
      return unknownName(
        '',
        'has an unknown field',
        String(parameters['additionalProperty']),
        Object.keys(parentSchema?.['properties'] ?? {}),
      ).message;
    case 'required':
      return `lacks a field: ${quote(parameters['missingProperty'])}`;
    case 'enum':
      return `is not a known value: ${quote(data)}, allowed: ${list(parameters['allowedValues'])}`;
    case 'const':
      return `is not the right value: ${quote(data)}, allowed: ${quote(parameters['allowedValue'])}`;
    case 'type':
      return `is of the wrong type: ${quote(data)}, allowed: ${[parameters['type']].flat().join(' or ')}`;
    case 'oneOf':
    case 'anyOf':
      return `has to be exactly one of several forms: ${quote(data)}, allowed: ${branches(parentSchema?.[keyword])}`;
    default:
      return `is not allowed: ${quote(data)}, it ${message}`;
  }
}

/** What tells the branches of a oneOf apart: the field that each requires. */
function branches(schemas: unknown): string {
  const required = (Array.isArray(schemas) ? schemas : []).flatMap(
    (schema: { required?: string[] }) => schema.required ?? [],
  );
  return required.length > 0 ? `one of ${list(required)}` : 'see its type';
}

function list(values: unknown): string {
  return Array.isArray(values) ? values.map(quote).join(', ') : quote(values);
}

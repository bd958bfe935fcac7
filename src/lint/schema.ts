import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import eventBus from '../../imports/eventbus.schema.json';
import eventSource from '../../imports/eventsource.schema.json';
import sensor from '../../imports/sensor.schema.json';
import { quote, unknownName } from '../validation';
import type { LintFinding } from './check';
import { asObject, asString } from './plain';
import type { FieldPath, PlainObject } from './rule';

/** A kind of object of Argo Events. There is a closed schema for each. */
export type SchemaName = 'sensor' | 'eventsource' | 'eventbus';

const SCHEMAS: Readonly<Record<SchemaName, object>> = {
  sensor,
  eventsource: eventSource,
  eventbus: eventBus,
};
const COMPILED = new Map<SchemaName, ValidateFunction>();

/**
 * What the closed schema of a kind refuses in an object: unknown fields, wrong types, and values that the engine does
 * not know. Each message has the path, what is wrong, the value, and what is allowed.
 */
export function schemaFindings(name: SchemaName, object: unknown): string[] {
  const lines = schemaErrors(name, object).map((error) => `${placeOf(error)} ${describeError(error)}`);
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
  const findings = (name === undefined ? [] : schemaErrors(name, object)).map((error): LintFinding => {
    const place = keysOf(object, error.instancePath);
    const text = describeError(error);
    const message = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
    return { path: place.join('.'), message, rule: 'schema', severity: 'error', object, place };
  });
  return [
    ...new Map(findings.map((found) => [JSON.stringify([found.place, found.message]), found])).values(),
  ];
}

function schemaErrors(name: SchemaName, object: unknown): ErrorObject[] {
  const validate = COMPILED.get(name) ?? compile(name);
  if (validate(object)) return [];
  return (validate.errors ?? []).filter(({ schemaPath }) => !IN_BRANCH.test(schemaPath));
}

function placeOf({ instancePath }: ErrorObject): string {
  return instancePath.slice(1).replaceAll('/', '.') || 'the object';
}

/** A JSON pointer as keys; those of a list are numbers. */
function keysOf(object: unknown, pointer: string): FieldPath {
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

// A schema is compiled when it is first needed. The check of the schema itself, inlining and optimizing are off: they
// take half of the time (npm run bench) and change no result. A test compiles each schema in strict mode.
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
  COMPILED.set(name, validate);
  return validate;
}

// If a value fits no branch of a oneOf, ajv reports the oneOf and each branch. Only the oneOf is reported here.
const IN_BRANCH = /\/(?:oneOf|anyOf|not)\//;

function describeError({ keyword, data, params, parentSchema, message }: ErrorObject): string {
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
      return `is not a known value: ${quote(data)}, allowed: ${quotedList(parameters['allowedValues'])}`;
    case 'const':
      return `is not the right value: ${quote(data)}, allowed: ${quote(parameters['allowedValue'])}`;
    case 'type':
      return `is of the wrong type: ${quote(data)}, allowed: ${[parameters['type']].flat().join(' or ')}`;
    case 'oneOf':
    case 'anyOf':
      return `has to be exactly one of several forms: ${quote(data)}, allowed: ${fieldsOfForms(parentSchema?.[keyword])}`;
    default:
      return `is not allowed: ${quote(data)}, it ${message}`;
  }
}

/** The fields that the branches of a oneOf require. */
function fieldsOfForms(schemas: unknown): string {
  const required = (Array.isArray(schemas) ? schemas : []).flatMap(
    (schema: { required?: string[] }) => schema.required ?? [],
  );
  return required.length > 0 ? `one of ${quotedList(required)}` : 'see its type';
}

function quotedList(values: unknown): string {
  return Array.isArray(values) ? values.map(quote).join(', ') : quote(values);
}

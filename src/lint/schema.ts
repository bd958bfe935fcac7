import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import eventBus from '../../imports/eventbus.schema.json';
import eventSource from '../../imports/eventsource.schema.json';
import sensor from '../../imports/sensor.schema.json';
import { quote, unknownName } from '../validation';

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
  const validate = COMPILED.get(name) ?? compile(name);
  if (validate(object)) return [];
  const errors = (validate.errors ?? []).filter(({ schemaPath }) => !IN_BRANCH.test(schemaPath));
  return [...new Set(errors.map(describeError))];
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

function describeError({ keyword, instancePath, data, params, parentSchema, message }: ErrorObject): string {
  const place = instancePath.slice(1).replaceAll('/', '.') || 'the object';
  const parameters = params as Readonly<Record<string, unknown>>;
  switch (keyword) {
    case 'additionalProperties':
      return unknownName(
        '',
        `${place} has an unknown field`,
        String(parameters['additionalProperty']),
        Object.keys(parentSchema?.['properties'] ?? {}),
      ).message;
    case 'required':
      return `${place} lacks a field: ${quote(parameters['missingProperty'])}`;
    case 'enum':
      return `${place} is not a known value: ${quote(data)}, allowed: ${quotedList(parameters['allowedValues'])}`;
    case 'const':
      return `${place} is not the right value: ${quote(data)}, allowed: ${quote(parameters['allowedValue'])}`;
    case 'type':
      return `${place} is of the wrong type: ${quote(data)}, allowed: ${[parameters['type']].flat().join(' or ')}`;
    case 'oneOf':
    case 'anyOf':
      return `${place} has to be exactly one of several forms: ${quote(data)}, allowed: ${fieldsOfForms(parentSchema?.[keyword])}`;
    default:
      return `${place} is not allowed: ${quote(data)}, it ${message}`;
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

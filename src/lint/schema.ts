import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { docsOf } from '../findings/checks';
import type { FieldPath } from '../findings/finding';
import { findingIn, type LintFinding } from './finding';
import { asObject, asString } from './plain';
import type { PlainObject } from './rule';
import { wordingOf } from './schema-error';
import { SCHEMAS, type SchemaName } from './schemas';

const COMPILED = new Map<SchemaName, ValidateFunction>();

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
export function schemaFindings(name: SchemaName, object: PlainObject): LintFinding[] {
  const findings = schemaErrors(name, object).map((error) =>
    findingIn(object, {
      rule: 'schema',
      severity: 'error',
      path: keysOf(object, error.instancePath),
      ...wordingOf(error),
      docs: docsOf('schema'),
    }),
  );
  const key = ({ path, message }: LintFinding) => JSON.stringify([path, message]);
  return [...new Map(findings.map((found) => [key(found), found])).values()];
}

function schemaErrors(name: SchemaName, object: unknown): ErrorObject[] {
  const validate = COMPILED.get(name) ?? compile(name);
  if (validate(object)) return [];
  return (validate.errors ?? []).filter(({ schemaPath }) => !IN_BRANCH.test(schemaPath));
}

// If a value fits no branch of a oneOf, ajv reports the oneOf and each branch. Only the oneOf is reported here.
const IN_BRANCH = /\/(?:oneOf|anyOf|not)\//;

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

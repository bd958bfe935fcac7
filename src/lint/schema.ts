import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { docsOf } from '../findings/checks';
import type { FieldPath } from '../findings/finding';
import { findingIn, type LintFinding } from './finding';
import { withoutConsequences } from './one-cause';
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
  const findings = schemaErrors(name, object).map((error) => {
    const { path, value } = placeOf(object, error.instancePath);
    return findingIn(object, {
      rule: 'schema',
      severity: 'error',
      path,
      ...wordingOf({ schema: name, error, object, path, value }),
      docs: docsOf('schema'),
    });
  });
  const key = ({ path, message }: LintFinding) => JSON.stringify([path, message]);
  return [...new Map(findings.map((found) => [key(found), found])).values()];
}

function schemaErrors(name: SchemaName, object: unknown): ErrorObject[] {
  const validate = COMPILED.get(name) ?? compile(name);
  if (validate(object)) return [];
  return withoutConsequences(
    name,
    validate.errors ?? [],
    ({ instancePath }) => placeOf(object, instancePath).path,
  );
}

/** The path of a JSON pointer, in which the keys of a list are numbers, and the value there. */
function placeOf(object: unknown, pointer: string): { path: FieldPath; value: unknown } {
  let value = object;
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const isIndex = Array.isArray(value);
      value = (value as Readonly<Record<string, unknown>>)[key];
      return isIndex ? Number(key) : key;
    });
  return { path, value };
}

// A schema is compiled when it is first needed. The check of the schema itself, inlining and optimizing are off: they
// take half of the time (npm run bench) and change no result. A test compiles each schema in strict mode.
function compile(name: SchemaName): ValidateFunction {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    validateSchema: false,
    inlineRefs: false,
    code: { optimize: false },
  });
  const validate = ajv.compile(SCHEMAS[name]);
  COMPILED.set(name, validate);
  return validate;
}

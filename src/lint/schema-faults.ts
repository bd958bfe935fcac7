import type { ErrorObject } from 'ajv';
import type { FieldPath } from '../findings/finding';
import { withoutNulls } from './nulls';
import type { JsonSchema, SchemaName } from './schemas';
import { validatorOf } from './validators';

/** What a schema refuses. */
export interface SchemaFault {
  /** The keyword that is not fulfilled. */
  readonly keyword: string;
  /** The schema that has the keyword. */
  readonly schema: JsonSchema;
  /** Where the value is. */
  readonly path: FieldPath;
  readonly value: unknown;
  /** The field that is unknown or missing, for the keywords about fields. */
  readonly field?: string;
  /** Of a missing field: unknown fields beside it that belong in it. */
  readonly inside?: readonly string[];
}

/** Everything that a closed schema refuses in an object. A value of the wrong type has one fault. */
export function schemaFaults(name: SchemaName, object: unknown): SchemaFault[] {
  const validate = validatorOf(name);
  try {
    if (validate(withoutNulls(object))) return [];
  } catch (error) {
    // The stack is too small for an object that contains itself, as an alias in YAML may make one.
    if (!(error instanceof RangeError)) throw error;
    return [{ keyword: 'depth', schema: {}, path: [], value: object }];
  }
  const errors = (validate.errors ?? []).filter(({ schemaPath }) => !IN_BRANCH.test(schemaPath));
  const places = errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath);
  const ofWrongType = new Set(places);
  return errors
    .filter(({ keyword, instancePath }) => keyword === 'type' || !ofWrongType.has(instancePath))
    .map((error) => faultOf(object, error));
}

// If a value fits no branch of a oneOf, ajv reports the oneOf and each branch. Only the oneOf is reported here.
const IN_BRANCH = /\/(?:oneOf|anyOf|not)\//;

function faultOf(object: unknown, error: ErrorObject): SchemaFault {
  const { keyword, instancePath, data: value, parentSchema = {} } = error;
  const params = error.params as { readonly additionalProperty?: string; readonly missingProperty?: string };
  const field = params.additionalProperty ?? params.missingProperty;
  const path = keysOf(object, instancePath);
  return { keyword, schema: parentSchema as JsonSchema, path, value, ...(field !== undefined && { field }) };
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

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Options, ValidateFunction } from 'ajv';
import { SCHEMAS, type SchemaName } from './schemas';

/**
 * How ajv compiles the schemas. `verbose` adds the schema and the value to an error, and the wording of it is ours. The check
 * of the schema itself is off: a test compiles each schema in strict mode.
 */
export const AJV_OPTIONS: Options = {
  allErrors: true,
  messages: false,
  verbose: true,
  strict: false,
  validateSchema: false,
  inlineRefs: false,
};

const LOADED = new Map<SchemaName, ValidateFunction>();

/**
 * The function of ajv that checks an object against a closed schema. The package has its code, which `npm run build` writes
 * (scripts/build-validators.ts). In this repository ajv compiles the schema when it is first needed: that takes half a
 * second.
 */
export function validatorOf(name: SchemaName): ValidateFunction {
  const validate = LOADED.get(name) ?? load(name);
  LOADED.set(name, validate);
  return validate;
}

/** The file with the code of a validator, beside the schema. */
export function validatorFile(name: SchemaName): string {
  return `${name}.validate.js`;
}

function load(name: SchemaName): ValidateFunction {
  const file = join(__dirname, '../../imports', validatorFile(name));
  if (existsSync(file)) return require(file) as ValidateFunction;
  // Loaded here, because the package does not need the compiler.
  const { Ajv } = require('ajv') as typeof import('ajv');
  return new Ajv(AJV_OPTIONS).compile(SCHEMAS[name]);
}

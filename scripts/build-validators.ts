import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone';
import { SCHEMAS, type SchemaName } from '../src/lint/schemas';
import { AJV_OPTIONS, validatorFile } from '../src/lint/validators';

// Writes the code of the validators into lib/, so that the package does not compile the schemas whenever it runs.

/** The code of the validator of a schema, as a module. */
export function validatorCode(name: SchemaName): string {
  const ajv = new Ajv({ ...AJV_OPTIONS, code: { source: true } });
  return `// Generated from ${name}.schema.json by ajv: npm run build. Do not edit.\n${standalone(ajv, ajv.compile(SCHEMAS[name]))}\n`;
}

if (require.main === module) {
  const folder = join(__dirname, '../lib/imports');
  for (const name of Object.keys(SCHEMAS) as SchemaName[]) {
    writeFileSync(join(folder, validatorFile(name)), validatorCode(name));
  }
}

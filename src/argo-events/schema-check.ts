import type { Construct } from 'constructs';
import { type SchemaName, schemaFindings } from '../lint/schema';

/** Reports what the closed schema of the kind refuses in the object, as it is when the app is synthesized. */
export function checkAgainstSchema(scope: Construct, schema: SchemaName, object: () => unknown): void {
  scope.node.addValidation({ validate: () => schemaFindings(schema, object()) });
}

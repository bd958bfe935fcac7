import type { IConstruct } from 'constructs';
import { type SchemaName, schemaFindings } from '../lint/schema';
import type { Manifest } from './manifest';

/** Reports what the closed schema of the kind refuses in the object as it is rendered, JSON patches included. */
export function checkAgainstSchema(scope: IConstruct, schema: SchemaName, manifest: Manifest): void {
  scope.node.addValidation({ validate: () => schemaFindings(schema, manifest.toJson()) });
}

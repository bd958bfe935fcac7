import { type JsonSchema, mapChildren, mapValues, type Schemas } from './schema';

// What metav1.Time reads (RFC 3339). A pattern, because a validator in strict mode refuses formats it has no code for.
const DATE_TIME =
  '^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$';

/**
 * The definitions as closed JSON Schema of draft 7: an object takes no properties but those it has, unless it
 * says so itself. Without descriptions (the TypeScript types carry them) and without what only Kubernetes knows.
 */
export function close(definitions: Schemas): Record<string, JsonSchema> {
  return mapValues(definitions, closeSchema);
}

function closeSchema(schema: JsonSchema): JsonSchema {
  const closed = mapChildren(schema, closeSchema);
  const { description: _, format, required, ...rest } = closed;
  const keywords = Object.entries(rest).filter(([keyword]) => !keyword.startsWith('x-'));
  const open =
    closed.additionalProperties !== undefined || closed['x-kubernetes-preserve-unknown-fields'] === true;
  return {
    ...Object.fromEntries(keywords),
    ...(format === 'date-time' && { pattern: DATE_TIME }),
    ...(required && required.length > 0 && { required }),
    ...(closed.properties && !open && { additionalProperties: false }),
  };
}

import { close } from './close';
import { definition, type JsonSchema, reachable, type Schemas } from './schema';

/**
 * The file with the closed schema of one kind. What made it stands on the first line, where no comment can.
 *
 * @param origin the sentence that says what made the file
 */
export function jsonSchemaFile(definitions: Schemas, kind: string, origin: string): string {
  const { [kind]: _, ...others } = reachable(close(definitions), [kind]);
  const document = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...(sorted(definition(close(definitions), kind)) as JsonSchema),
    definitions: sorted(others),
  };
  const text = JSON.stringify(document, null, 2);
  return `{${JSON.stringify('$comment')}:${JSON.stringify(origin)},${text.slice(1)}\n`;
}

// By name at every level, so that the order of the engine's schema and of the tightenings does not matter.
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

import { docComment } from './comments';
import { type JsonSchema, refName, type Schemas } from './schema';

const WIDTH = 118;

/** The definitions as TypeScript: an interface for each object, an alias for anything else, sorted by name. */
export function typescript(definitions: Schemas): string {
  const names = Object.keys(definitions).sort();
  return names.map((name) => `${declaration(name, definitions[name] ?? {})}\n`).join('\n');
}

function declaration(name: string, schema: JsonSchema): string {
  const comment = docComment([schema.description, choice(schema)].filter(Boolean).join('\n\n'), '');
  if (!schema.properties) return [...comment, `export type ${name} = ${typeOf(schema)};`].join('\n');
  const members = Object.entries(schema.properties)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([property, child]) => member(property, child, schema.required?.includes(property) ?? false));
  const rest = isOpen(schema) ? ['  [key: string]: unknown;'] : [];
  return [...comment, `export interface ${name} {`, ...members, ...rest, '}'].join('\n');
}

function member(name: string, schema: JsonSchema, required: boolean): string[] {
  const key = `  ${/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name)}${required ? '' : '?'}:`;
  const line = `${key} ${typeOf(schema)};`;
  const comment = docComment(schema.description ?? '', '  ');
  if (line.length <= WIDTH || !schema.enum) return [...comment, line];
  const options = schema.enum.map((value) => `    | ${literal(value)}`);
  return [...comment, key, `${options.join('\n')};`];
}

/** What an interface cannot say of its optional properties. */
function choice({ oneOf, anyOf }: JsonSchema): string {
  const sentence = (start: string, alternatives: readonly JsonSchema[] = []): string => {
    const groups = alternatives.map(({ required = [] }) =>
      required.map((name) => `\`${name}\``).join(' with '),
    );
    return groups.length > 0 && !groups.includes('')
      ? `${start} one of ${groups.join(', ')} has to be there.`
      : '';
  };
  return [sentence('Exactly', oneOf), sentence('At least', anyOf)].filter(Boolean).join('\n');
}

function typeOf(schema: JsonSchema): string {
  const name = refName(schema);
  if (name !== undefined) return name;
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return schema.enum.map(literal).join(' | ');
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return 'unknown';
  return [...new Set(types.map((type) => typeNamed(type, schema)))].sort().join(' | ');
}

function typeNamed(type: string, schema: JsonSchema): string {
  const { items = {}, additionalProperties, properties } = schema;
  switch (type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
      return type;
    case 'array':
      return items.enum || Array.isArray(items.type) ? `(${typeOf(items)})[]` : `${typeOf(items)}[]`;
    case 'object':
      if (properties)
        throw new Error(`An object with the properties "${Object.keys(properties)}" has no name`);
      return `{ [key: string]: ${typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown'} }`;
    default:
      throw new Error(`There is no TypeScript type for the schema type "${type}"`);
  }
}

// Unknown fields that the API server keeps (x-kubernetes-preserve-unknown-fields) are other people's: what we
// write is checked against the fields that we know.
function isOpen(schema: JsonSchema): boolean {
  return schema.additionalProperties === true;
}

function literal(value: string | number | boolean): string {
  return typeof value === 'string'
    ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    : String(value);
}

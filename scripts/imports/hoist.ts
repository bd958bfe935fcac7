import { type JsonSchema, mapChildren, ref, type Schemas } from './schema';

/**
 * The definitions with a name for each object inside them: the schema of a CRD has no definitions of its own. The name is
 * that of the field, behind the name of the object that it is in. Objects that differ in nothing but their description have
 * one name, the first.
 *
 * @throws Error when two objects would get one name
 */
export function hoist(definitions: Schemas): Record<string, JsonSchema> {
  const hoisted = new Map<string, JsonSchema>();
  const names = new Map<string, string>();
  const inside = ({ properties, ...rest }: JsonSchema, owner: string): JsonSchema => ({
    ...mapChildren(rest, (child) => enter(child, owner)),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([field, child]) => [field, enter(child, owner + capitalize(field))]),
      ),
    }),
  });
  const enter = (schema: JsonSchema, name: string): JsonSchema => {
    if (!schema.properties) return inside(schema, name);
    const { description: _, ...rest } = schema;
    const shape = JSON.stringify(rest);
    const known = names.get(shape);
    if (known !== undefined) return { ...ref(known), ...described(schema) };
    if (hoisted.has(name) || name in definitions) throw new Error(`Two objects would be called "${name}"`);
    names.set(shape, name);
    // Taken before what is inside it: two objects of one name are found however they are nested.
    hoisted.set(name, schema);
    hoisted.set(name, inside(schema, name));
    return { ...ref(name), ...described(schema) };
  };
  const named = Object.entries(definitions).map(([name, schema]) => [name, inside(schema, name)] as const);
  return { ...Object.fromEntries(named), ...Object.fromEntries(hoisted) };
}

function described({ description }: JsonSchema): Pick<JsonSchema, 'description'> {
  return description === undefined ? {} : { description };
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

import { definition, type JsonSchema, mapValues, type Schemas } from './schema';

/** Where the engine asks for more than its schema says, or for less. */
export interface Tightening {
  /** The definition that changes. */
  readonly type: string;
  /** The engine's file that shows it, and what is seen there. */
  readonly reason: string;
  /** Makes the definition: a copy of this one, for a place where the engine treats it in another way. */
  readonly copyOf?: string;
  /** Properties that are kept; all when left out. */
  readonly only?: readonly string[];
  /** Properties that have to be there, and if they are strings or lists, have to hold something. */
  readonly filled?: readonly string[];
  /** Properties that have to be there. */
  readonly required?: readonly string[];
  /** Properties that the schema requires and the engine does not. */
  readonly optional?: readonly string[];
  /** Properties with a closed list of values. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** Keywords for single properties, put over those that are there. */
  readonly properties?: Schemas;
  /** Exactly one of these has to be there. */
  readonly oneOf?: readonly Alternative[];
  /** At least one of these has to be there. */
  readonly anyOf?: readonly Alternative[];
  /** Properties that need others beside them. */
  readonly needs?: Readonly<Record<string, readonly string[]>>;
  /** Other keywords for the definition itself, put over those that are there. */
  readonly schema?: JsonSchema;
}

/** A property, or several that go together. */
export type Alternative = string | readonly string[];

/**
 * The definitions, tightened.
 *
 * @param leftOut is told of an entry that does not fit the definitions, which then stay as they are. The entries are written for
 * the project's version of the engine
 * @throws Error when an entry does not fit and nobody is told: the engine has changed, or the entry is wrong
 */
export function tighten(
  definitions: Schemas,
  tightenings: readonly Tightening[],
  leftOut?: (why: string) => void,
): Record<string, JsonSchema> {
  const result: Record<string, JsonSchema> = { ...definitions };
  for (const tightening of tightenings) {
    const { type, copyOf } = tightening;
    if (copyOf !== undefined && result[type]) {
      throw new Error(`The copy "${type}" of "${copyOf}" would replace a definition of that name`);
    }
    try {
      result[type] = apply(definition(result, copyOf ?? type), tightening);
    } catch (error) {
      if (leftOut === undefined) throw error;
      leftOut((error as Error).message);
    }
  }
  return result;
}

function apply(schema: JsonSchema, tightening: Tightening): JsonSchema {
  const { type, only, needs } = tightening;
  const before = schema.properties ?? {};
  const kept = only ? Object.fromEntries(only.map((name) => [name, find(before, type, name)])) : before;
  const properties = changeProperties(kept, tightening);
  const required = requiredOf(schema, Object.keys(properties), tightening);
  const named = [...required, ...[...(tightening.oneOf ?? []), ...(tightening.anyOf ?? [])].flat()];
  for (const name of [...named, ...Object.entries(needs ?? {}).flat(2)]) find(properties, type, name);
  return {
    ...schema,
    ...(schema.properties && { properties, required }),
    ...(tightening.oneOf && { oneOf: tightening.oneOf.map(present) }),
    ...(tightening.anyOf && { anyOf: tightening.anyOf.map(present) }),
    ...(needs && { dependencies: needs }),
    ...tightening.schema,
  };
}

function changeProperties(kept: Schemas, tightening: Tightening): Schemas {
  const { type, filled = [], values = {}, properties = {} } = tightening;
  const after: Record<string, JsonSchema> = { ...kept };
  const change = (name: string, keywords: JsonSchema): void => {
    after[name] = { ...find(after, type, name), ...keywords };
  };
  for (const name of filled) change(name, notEmpty(find(kept, type, name)));
  for (const [name, allowed] of Object.entries(values)) change(name, { enum: allowed });
  for (const [name, keywords] of Object.entries(properties)) change(name, keywords);
  return after;
}

function requiredOf(schema: JsonSchema, names: readonly string[], tightening: Tightening): string[] {
  const { type, filled = [], required = [], optional = [] } = tightening;
  const before = schema.required ?? [];
  for (const name of optional) {
    if (!before.includes(name))
      throw new Error(`"${type}.${name}" is made optional, but is so in the engine's schema`);
  }
  const after = [...before.filter((name) => names.includes(name)), ...required, ...filled];
  return [...new Set(after)].filter((name) => !optional.includes(name)).sort();
}

function notEmpty({ type }: JsonSchema): JsonSchema {
  if (type === 'string') return { minLength: 1 };
  return type === 'array' ? { minItems: 1 } : {};
}

// The names stand under `properties` too, because a validator in strict mode wants a required name defined.
function present(alternative: Alternative): JsonSchema {
  const names = [alternative].flat();
  return {
    properties: mapValues(Object.fromEntries(names.map((name) => [name, name])), () => ({})),
    required: names,
  };
}

function find(properties: Schemas, type: string, name: string): JsonSchema {
  const found = properties[name];
  if (!found) throw new Error(`"${type}.${name}" is tightened, but the engine's schema has no such property`);
  return found;
}

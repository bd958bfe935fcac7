/** The part of JSON Schema (and of the OpenAPI dialect of Kubernetes) that the engine's schema and ours use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly format?: string;
  readonly const?: string | number | boolean;
  readonly enum?: readonly (string | number | boolean)[];
  readonly properties?: Schemas;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  readonly dependencies?: Readonly<Record<string, JsonSchema | readonly string[]>>;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** Schemas by name: the definitions of a document, or the properties of an object. */
export type Schemas = Readonly<Record<string, JsonSchema>>;

const REF = '#/definitions/';

/** A reference to a definition. */
export function ref(name: string): JsonSchema {
  return { $ref: `${REF}${name}` };
}

/** The definition that a schema refers to; undefined when it refers to none. */
export function refName(schema: JsonSchema): string | undefined {
  return schema.$ref?.startsWith(REF) ? schema.$ref.slice(REF.length) : undefined;
}

/** The schema with every schema directly inside it replaced. */
export function mapChildren(schema: JsonSchema, change: (child: JsonSchema) => JsonSchema): JsonSchema {
  const { properties, items, additionalProperties } = schema;
  return {
    ...schema,
    ...(properties && { properties: mapValues(properties, change) }),
    ...(items && { items: change(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: change(additionalProperties) }),
  };
}

/** The record with every value replaced. */
export function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  change: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** The definitions that can be reached from some of them, those included, sorted by name. */
export function reachable(definitions: Schemas, roots: readonly string[]): Record<string, JsonSchema> {
  const seen = new Set<string>();
  const visit = (schema: JsonSchema): JsonSchema => {
    const name = refName(schema);
    if (name !== undefined) enter(name);
    return mapChildren(schema, visit);
  };
  const enter = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    visit(definition(definitions, name));
  };
  for (const root of roots) enter(root);
  return Object.fromEntries([...seen].sort().map((name) => [name, definition(definitions, name)]));
}

/** @throws Error when there is no definition of that name */
export function definition(definitions: Schemas, name: string): JsonSchema {
  const found = definitions[name];
  if (!found) throw new Error(`There is no definition "${name}" in the schema`);
  return found;
}

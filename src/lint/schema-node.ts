import type { FieldPath } from '../findings/finding';
import { SCHEMAS, type SchemaName } from './schemas';

/** A part of a closed schema, with the keywords that are read here. */
export interface SchemaNode {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly items?: SchemaNode;
  readonly required?: readonly string[];
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
  readonly [keyword: string]: unknown;
}

/** The schema of a kind of object. */
export function rootOf(name: SchemaName): SchemaNode {
  return SCHEMAS[name] as SchemaNode;
}

/** The schema of what is at a path in an object; undefined if it is not known. */
export function schemaAt(name: SchemaName, path: FieldPath): SchemaNode | undefined {
  return path.reduce<SchemaNode | undefined>(
    (node, key) => node && schemaBelow(name, node, key),
    rootOf(name),
  );
}

/** The schemas of the fields that a node names, and of the items of its lists. */
export function fieldsBelow(name: SchemaName, node: SchemaNode): [string, SchemaNode][] {
  return Object.entries(node.properties ?? {}).map(([field, below]) => {
    const resolved = resolve(name, below);
    return [field, resolved.items ? resolve(name, resolved.items) : resolved];
  });
}

function schemaBelow(name: SchemaName, node: SchemaNode, key: string | number): SchemaNode | undefined {
  const { properties, additionalProperties, items } = node;
  const next = typeof key === 'number' ? items : (properties?.[key] ?? additionalProperties);
  return typeof next === 'object' ? resolve(name, next) : undefined;
}

function resolve(name: SchemaName, node: SchemaNode): SchemaNode {
  if (node.$ref === undefined) return node;
  return rootOf(name).definitions?.[node.$ref.split('/').at(-1) ?? ''] ?? node;
}

import { readFileSync } from 'node:fs';
import { parseSync, type TsType } from '@swc/core';

/** What GitHub's declarations say of a value, whatever their types make of it. */
export interface Shape {
  /** The scalar types that it may have. */
  readonly scalars: ReadonlySet<'string' | 'number' | 'boolean' | 'null'>;
  /** The fields of an object. */
  readonly fields: ReadonlyMap<string, Shape>;
  /** The elements of a list. */
  readonly element: Shape | undefined;
  /** Whether nothing is said of it. */
  readonly isUnknown: boolean;
  /** Whether an object has fields of any name, of a known type or of none. */
  readonly anyField: 'none' | 'unknown' | 'typed';
}

type Declarations = ReadonlyMap<string, TsType>;

const FILE = require.resolve('@octokit/openapi-webhooks-types/types.d.ts');
const NOTHING: Shape = {
  scalars: new Set(),
  fields: new Map(),
  element: undefined,
  isUnknown: false,
  anyField: 'none',
};

/** The payload of each event of GitHub, as `issues`: that of all its actions together. */
export function payloadsOfGithub(): ReadonlyMap<string, Shape> {
  const { body } = parseSync(readFileSync(FILE, 'utf8'), { syntax: 'typescript' });
  const interfaces = new Map<string, Declarations>();
  for (const item of body) {
    const declaration = item.type === 'ExportDeclaration' ? item.declaration : item;
    if (declaration.type === 'TsInterfaceDeclaration')
      interfaces.set(declaration.id.value, membersOf(declaration.body.body));
  }
  const schemas = membersAt(interfaces.get('components'), 'schemas');
  const payloads = new Map<string, Shape>();
  for (const [name, operation] of interfaces.get('operations') ?? []) {
    const content = membersAt(membersAt(literalMembers(operation), 'requestBody'), 'content');
    const payload = content.get('application/json');
    if (payload === undefined) continue;
    const event = (name.split('/')[0] ?? '').replaceAll('-', '_');
    payloads.set(event, either(payloads.get(event) ?? NOTHING, shapeOf(payload, schemas)));
  }
  return payloads;
}

function shapeOf(type: TsType, schemas: Declarations): Shape {
  const shape = (inner: TsType) => shapeOf(inner, schemas);
  switch (type.type) {
    case 'TsParenthesizedType':
    case 'TsTypeOperator': // readonly
      return shape(type.typeAnnotation);
    case 'TsUnionType':
      return type.types.map(shape).reduce(either);
    case 'TsIntersectionType':
      return type.types.map(shape).reduce(both);
    case 'TsArrayType':
      return { ...NOTHING, element: shape(type.elemType) };
    case 'TsKeywordType':
      return type.kind === 'unknown' ? { ...NOTHING, isUnknown: true } : scalar(type.kind);
    case 'TsLiteralType':
      return scalar(LITERALS[type.literal.type] ?? type.literal.type);
    case 'TsIndexedAccessType':
      return shape(schemaNamed(type, schemas));
    case 'TsTypeReference':
      return genericShape(type, shape);
    case 'TsTypeLiteral':
      return {
        ...NOTHING,
        fields: new Map([...literalMembers(type)].map(([name, member]) => [name, shape(member)])),
        anyField: anyFieldOf(type),
      };
    default:
      throw new Error(`No shape of ${type.type}`);
  }
}

function anyFieldOf({ members }: Extract<TsType, { type: 'TsTypeLiteral' }>): Shape['anyField'] {
  const index = members.find((member) => member.type === 'TsIndexSignature');
  if (index === undefined) return 'none';
  const type = index.typeAnnotation?.typeAnnotation;
  return type?.type === 'TsKeywordType' && type.kind === 'unknown' ? 'unknown' : 'typed';
}

const LITERALS: Readonly<Record<string, string>> = {
  StringLiteral: 'string',
  NumericLiteral: 'number',
  BooleanLiteral: 'boolean',
};

function scalar(kind: string): Shape {
  if (kind !== 'string' && kind !== 'number' && kind !== 'boolean' && kind !== 'null')
    throw new Error(`No scalar: ${kind}`);
  return { ...NOTHING, scalars: new Set([kind]) };
}

/** `Record<string, never>` is how the generator writes an object without a description. `OneOf` is one of a list. */
function genericShape(
  type: Extract<TsType, { type: 'TsTypeReference' }>,
  shape: (type: TsType) => Shape,
): Shape {
  const name = type.typeName.type === 'Identifier' ? type.typeName.value : '';
  const [first] = type.typeParams?.params ?? [];
  if (name === 'Record') return { ...NOTHING, anyField: 'unknown' };
  if (name === 'OneOf' && first?.type === 'TsTupleType')
    return first.elemTypes.map(({ ty }) => shape(ty)).reduce(either);
  throw new Error(`No shape of ${name}`);
}

/** `components["schemas"]["name"]`. */
function schemaNamed(type: Extract<TsType, { type: 'TsIndexedAccessType' }>, schemas: Declarations): TsType {
  const { indexType } = type;
  const name =
    indexType.type === 'TsLiteralType' && indexType.literal.type === 'StringLiteral'
      ? indexType.literal.value
      : '';
  const found = schemas.get(name);
  if (found === undefined) throw new Error(`No schema "${name}"`);
  return found;
}

/** The shape of a value that is one of the two. */
function either(one: Shape, other: Shape): Shape {
  return {
    scalars: new Set([...one.scalars, ...other.scalars]),
    fields: joined(one.fields, other.fields, either),
    element: elementOf(one, other, either),
    isUnknown: one.isUnknown || other.isUnknown,
    anyField: MOST.find((any) => any === one.anyField || any === other.anyField) ?? 'none',
  };
}

const MOST = ['typed', 'unknown'] as const;

/** The shape of a value that is both at once. An object of which nothing is said adds nothing. */
function both(one: Shape, other: Shape): Shape {
  const scalars = [...one.scalars].filter((kind) => other.scalars.has(kind));
  const isScalar = [one, other].every(isOnlyScalar);
  const bothAny = one.anyField !== 'none' && other.anyField !== 'none';
  return {
    // The two may exclude each other. Then one of them is wrong.
    scalars: new Set(isScalar && scalars.length === 0 ? [...one.scalars, ...other.scalars] : scalars),
    fields: joined(one.fields, other.fields, both),
    element: elementOf(one, other, both),
    isUnknown: one.isUnknown && other.isUnknown,
    anyField:
      bothAny || one.anyField === 'typed' || other.anyField === 'typed'
        ? either(one, other).anyField
        : 'none',
  };
}

/** Whether it is neither an object nor a list. */
export function isOnlyScalar({ fields, element, isUnknown, anyField }: Shape): boolean {
  return fields.size === 0 && element === undefined && !isUnknown && anyField === 'none';
}

type Join = (one: Shape, other: Shape) => Shape;

function elementOf({ element: one }: Shape, { element: other }: Shape, join: Join): Shape | undefined {
  return one && other ? join(one, other) : (one ?? other);
}

function joined(
  one: ReadonlyMap<string, Shape>,
  other: ReadonlyMap<string, Shape>,
  join: Join,
): Map<string, Shape> {
  const all = new Map(one);
  for (const [name, shape] of other) {
    const before = all.get(name);
    all.set(name, before ? join(before, shape) : shape);
  }
  return all;
}

function membersAt(members: Declarations | undefined, name: string): Declarations {
  const type = members?.get(name);
  return type ? literalMembers(type) : new Map();
}

function literalMembers(type: TsType): Declarations {
  return type.type === 'TsTypeLiteral' ? membersOf(type.members) : new Map();
}

function membersOf(members: Extract<TsType, { type: 'TsTypeLiteral' }>['members']): Declarations {
  const found = new Map<string, TsType>();
  for (const member of members) {
    if (member.type !== 'TsPropertySignature' || !member.typeAnnotation) continue;
    const { key } = member;
    if (key.type === 'Identifier' || key.type === 'StringLiteral')
      found.set(key.value, member.typeAnnotation.typeAnnotation);
  }
  return found;
}

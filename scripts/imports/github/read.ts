import { readFileSync } from 'node:fs';
import { parseSync, type TsType, type TsTypeElement } from '@swc/core';
import { merge, type Shape } from './shape';

/** The types of an event's payload, by the name of the event: `issue_comment`. */
export type Payloads = Map<string, Shape>;

/**
 * The payloads of GitHub's events, as the types of @octokit/openapi-webhooks-types have them. They are generated from
 * GitHub's OpenAPI document.
 *
 * @throws Error for a form of type that they do not have today
 */
export function payloadsOf(file: string): Payloads {
  const types = new Map<string, readonly TsTypeElement[]>();
  for (const item of parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript' }).body) {
    if (item.type === 'ExportDeclaration' && item.declaration.type === 'TsInterfaceDeclaration')
      types.set(item.declaration.id.value, item.declaration.body.body);
  }
  const schemas = membersOf(fieldOf(types.get('components') ?? [], 'schemas'));
  const shapes = new Map<string, Shape>();

  const named = (name: string): Shape => {
    const known = shapes.get(name);
    if (known) return known;
    // While it is read: what contains itself is not followed.
    shapes.set(name, { open: true });
    const shape = shapeOf(fieldOf(schemas, name));
    shapes.set(name, shape);
    return shape;
  };

  const shapeOf = (type: TsType): Shape => {
    switch (type.type) {
      case 'TsParenthesizedType':
        return shapeOf(type.typeAnnotation);
      case 'TsTypeOperator':
        return type.op === 'readonly' ? shapeOf(type.typeAnnotation) : { text: 'any' };
      case 'TsUnionType':
      case 'TsIntersectionType':
        return type.types.map(shapeOf).reduce(merge, {});
      case 'TsArrayType':
        return { item: merge({}, shapeOf(type.elemType)) };
      case 'TsTypeLiteral':
        return objectOf(type.members);
      case 'TsIndexedAccessType':
        return named(literalOf(type.indexType));
      case 'TsLiteralType':
        return literalShape(type.literal);
      case 'TsKeywordType':
        return keywordShape(type.kind);
      case 'TsTypeReference':
        return referenceShape(type);
      default:
        throw new Error(`a type of GitHub's payloads has the form ${type.type}, which is not read yet`);
    }
  };

  const referenceShape = (type: TsType & { type: 'TsTypeReference' }): Shape => {
    const name = type.typeName.type === 'Identifier' ? type.typeName.value : '';
    const [first] = type.typeParams?.params ?? [];
    // OneOf<[A, B]> is A or B. Record<string, never> is an object of which the document says nothing.
    if (name === 'OneOf' && first?.type === 'TsTupleType')
      return first.elemTypes.map(({ ty }) => shapeOf(ty)).reduce(merge, {});
    if (name === 'Record') return { fields: new Map() };
    throw new Error(`a type of GitHub's payloads is a ${name || 'qualified name'}, which is not read yet`);
  };

  const objectOf = (members: readonly TsTypeElement[]): Shape => {
    const shape: Shape = { fields: new Map() };
    for (const member of members) {
      if (member.type === 'TsIndexSignature') shape.open = true;
      if (member.type !== 'TsPropertySignature' || !member.typeAnnotation) continue;
      shape.fields?.set(nameOf(member), merge({}, shapeOf(member.typeAnnotation.typeAnnotation)));
    }
    return shape;
  };

  const payloads: Payloads = new Map();
  for (const operation of types.get('operations') ?? []) {
    if (operation.type !== 'TsPropertySignature') continue;
    const [event = ''] = nameOf(operation).split('/');
    const name = event.replaceAll('-', '_');
    const body = ['requestBody', 'content', 'application/json'].reduce(
      (type, key) => fieldOf(membersOf(type), key),
      operation.typeAnnotation?.typeAnnotation as TsType,
    );
    payloads.set(name, merge(payloads.get(name) ?? {}, shapeOf(body)));
  }
  return payloads;
}

function literalShape(literal: (TsType & { type: 'TsLiteralType' })['literal']): Shape {
  if (literal.type === 'StringLiteral') return { text: new Set([literal.value]) };
  if (literal.type === 'NumericLiteral') return { number: true };
  if (literal.type === 'BooleanLiteral') return { boolean: true };
  return { text: 'any' };
}

function keywordShape(kind: string): Shape {
  if (kind === 'string') return { text: 'any' };
  if (kind === 'number') return { number: true };
  if (kind === 'boolean') return { boolean: true };
  if (kind === 'unknown' || kind === 'any') return { open: true };
  return {};
}

function literalOf(type: TsType): string {
  if (type.type === 'TsLiteralType' && type.literal.type === 'StringLiteral') return type.literal.value;
  throw new Error("a reference in GitHub's payloads has no name");
}

function membersOf(type: TsType): readonly TsTypeElement[] {
  return type.type === 'TsTypeLiteral' ? type.members : [];
}

function fieldOf(members: readonly TsTypeElement[], name: string): TsType {
  const field = members.find((one) => one.type === 'TsPropertySignature' && nameOf(one) === name);
  if (field?.type !== 'TsPropertySignature' || !field.typeAnnotation)
    throw new Error(`GitHub's payloads have no type ${name}`);
  return field.typeAnnotation.typeAnnotation;
}

function nameOf({ key }: TsTypeElement & { type: 'TsPropertySignature' }): string {
  return key.type === 'Identifier' || key.type === 'StringLiteral' ? key.value : '';
}

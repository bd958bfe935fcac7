import type { FieldPath } from '../findings/finding';
import { unexpected, type Wording } from '../findings/refuse';
import { describe, joinAnd, joinOr, nearest, quote } from '../findings/words';
import { valueAtPath } from './plain';
import { helpForField } from './right-place';
import type { SchemaFault } from './schema-faults';
import { wordsOfPattern } from './schema-patterns';
import { specialWording } from './schema-special';
import type { JsonSchema, SchemaName } from './schemas';

/** The words for what a schema refuses, and the only value that can be meant. */
export interface SchemaWording extends Wording {
  readonly fix?: string | number;
}

/** What a schema refuses in an object, in words. */
export function wordingOf(name: SchemaName, object: unknown, fault: SchemaFault): SchemaWording {
  const special = specialWording(object, fault);
  if (special) return special;
  const { keyword, schema, path, value, field = '' } = fault;
  switch (keyword) {
    case 'additionalProperties':
      return unknownField(name, path, field, object);
    case 'required':
    case 'dependencies':
      return {
        message: `missing field ${quote(field)}`,
        ...(fault.inside && { help: `put ${joinAnd(fault.inside)} into it` }),
      };
    case 'enum':
      return unknownValue(value, (schema.enum ?? []).map(String));
    case 'depth':
      return { message: 'contains itself, or is nested too deep to be checked' };
    case 'const':
      return unexpected(value, describe(schema.const));
    case 'type':
      return wrongType(value, [schema.type].flat().map(String), schema);
    case 'minItems':
      return { message: 'empty list', help: 'expected one item or more', value };
    case 'minLength':
      return { message: 'empty string', help: 'expected one character or more', value };
    case 'minimum':
      return unexpected(value, `a number of at least ${schema.minimum}`);
    case 'maximum':
      return unexpected(value, `a number of at most ${schema.maximum}`);
    case 'pattern':
      return unexpected(value, wordsOfPattern(schema.pattern ?? ''));
    case 'oneOf':
    case 'anyOf':
      return wrongForm(keyword, value, schema[keyword] ?? []);
    default:
      return unexpected(value, 'another value');
  }
}

function unknownField(schema: SchemaName, path: FieldPath, field: string, object: unknown): Wording {
  const help = helpForField(schema, path, field, valueAtPath(object, path));
  return { message: `unknown field ${quote(field)}`, ...(help !== undefined && { help }) };
}

/** YAML reads 12000 as a number and "3" as a text, so what to write differs in quotes only. */
function wrongType(
  value: unknown,
  types: readonly string[],
  { pattern, items, properties = {} }: JsonSchema,
): SchemaWording {
  const expected = types.map(typeText).join(' or ');
  // A key without a value is null in YAML.
  if (value === null) return { message: 'no value', help: `expected ${expected}`, value };
  const wording = unexpected(value, expected);
  if (types.includes('array') && items?.type === 'string' && isScalar(value)) {
    return { ...wording, help: 'write it as an item of a list' };
  }
  const fields = Object.keys(properties).filter((field) => field !== 'optional');
  if (types.includes('object') && isScalar(value) && fields.length > 0 && fields.length <= MOST_FIELDS) {
    return { ...wording, help: `write an object with ${joinAnd(fields)}` };
  }
  const isNumber = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) {
    const fits = pattern === undefined || new RegExp(pattern).test(String(value));
    return fits
      ? { ...wording, help: `write ${quote(String(value))}`, fix: String(value) }
      : unexpected(value, wordsOfPattern(pattern));
  }
  if (types.some((type) => type === 'number' || type === 'integer') && isNumber) {
    return { ...wording, help: `write ${Number(value)}`, fix: Number(value) };
  }
  return wording;
}

// A longer list is no help.
const MOST_FIELDS = 4;

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

const WORDS: Readonly<Record<string, string>> = { array: 'list' };

function typeText(type: unknown): string {
  const text = WORDS[String(type)] ?? String(type);
  return `${/^[io]/.test(text) ? 'an' : 'a'} ${text}`;
}

function unknownValue(value: unknown, known: readonly string[]): Wording {
  const sign = known.find((one) => one === SIGNS[String(value)]);
  const meant = sign ?? (typeof value === 'string' ? nearest(value, known) : undefined);
  // An empty text counts as left out, and helps nobody.
  if (meant === undefined || meant === '') return unexpected(value, joinOr(known.filter(Boolean)));
  return { message: `unknown value ${describe(value)}`, help: `did you mean ${quote(meant)}?`, value };
}

/** How other languages write what the engine compares with. */
const SIGNS: Readonly<Record<string, string>> = {
  '==': '=',
  eq: '=',
  equals: '=',
  '<>': '!=',
  ne: '!=',
  '!==': '!=',
  gt: '>',
  ge: '>=',
  gte: '>=',
  lt: '<',
  le: '<=',
  lte: '<=',
};

/** An object that has none of the groups of fields of which it needs one, or several of which it may have one. */
function wrongForm(keyword: 'oneOf' | 'anyOf', value: unknown, schemas: readonly JsonSchema[]): Wording {
  const groups = schemas.flatMap(({ required }) => (required ? [required] : []));
  const present = Object.keys(typeof value === 'object' ? (value ?? {}) : {});
  const found = groups.flat().filter((field) => present.includes(field));
  if (keyword === 'oneOf' && found.length > 1 && groups.length > 1) {
    return { message: `the fields ${joinAnd(found)} exclude each other`, help: 'keep one of them' };
  }
  const names = groups.map((group) => group.map(quote).join(' with '));
  if (groups.some((group) => group.every((field) => present.includes(field)))) {
    return { message: 'no field that it needs has a value that counts', help: `set ${names.join(' or ')}` };
  }
  const [only] = groups;
  if (groups.length === 1 && only) return { message: `missing field ${joinAnd(only)}` };
  return {
    message: 'missing field',
    help: `expected one of ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`,
  };
}

import type { FieldPath } from '../findings/finding';
import { unexpected, type Wording } from '../findings/refuse';
import { describe, joinAnd, joinOr, nearest, quote } from '../findings/words';
import { helpForField } from './right-place';
import { schemaAt } from './schema-node';
import { wordsOfPattern } from './schema-patterns';
import { type SchemaError, specialWording } from './schema-special';
import type { SchemaName } from './schemas';

/** An error of ajv in words. */
export function wordingOf(found: SchemaError): Wording {
  const { schema, error, path, value } = found;
  const special = specialWording(found);
  if (special) return special;
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownField(schema, path, String(params['additionalProperty']));
    case 'required':
      return { message: `missing field ${quote(String(params['missingProperty']))}` };
    case 'enum':
      return unknownValue(value, (params['allowedValues'] as unknown[]).map(String));
    case 'const':
      return unexpected(value, describe(params['allowedValue']));
    case 'type':
      return wrongType(value, [params['type']].flat().map(String), schemaAt(schema, path)?.['pattern']);
    case 'minItems':
      return { message: 'empty list', help: 'expected one item or more', value };
    case 'minLength':
      return { message: 'empty string', help: 'expected one character or more', value };
    case 'minimum':
      return unexpected(value, `a number of at least ${params['limit']}`);
    case 'maximum':
      return unexpected(value, `a number of at most ${params['limit']}`);
    case 'pattern':
      return unexpected(value, wordsOfPattern(String(params['pattern'])));
    case 'not':
      return unexpected(value, 'another value');
    default:
      return wrongForm(value, schemaAt(schema, path)?.[error.keyword]);
  }
}

function unknownField(schema: SchemaName, path: FieldPath, field: string): Wording {
  const help = helpForField(schema, path, field);
  return { message: `unknown field ${quote(field)}`, ...(help !== undefined && { help }) };
}

/** YAML reads 12000 as a number and "3" as a text, so what to write differs in quotes only. */
function wrongType(value: unknown, types: readonly string[], pattern: unknown): Wording {
  const wording = unexpected(value, types.map(typeText).join(' or '));
  const isNumber = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) {
    const fits = typeof pattern !== 'string' || new RegExp(pattern).test(String(value));
    return fits
      ? { ...wording, help: `write ${quote(String(value))}` }
      : unexpected(value, wordsOfPattern(pattern));
  }
  if (types.some((type) => type === 'number' || type === 'integer') && isNumber) {
    return { ...wording, help: `write ${Number(value)}` };
  }
  return wording;
}

const WORDS: Readonly<Record<string, string>> = { array: 'list' };

function typeText(type: unknown): string {
  const text = WORDS[String(type)] ?? String(type);
  return `${/^[io]/.test(text) ? 'an' : 'a'} ${text}`;
}

function unknownValue(value: unknown, known: readonly string[]): Wording {
  const meant = typeof value === 'string' ? nearest(value, known) : undefined;
  // An empty text counts as left out, and helps nobody.
  if (meant === undefined || meant === '') return unexpected(value, joinOr(known.filter(Boolean)));
  return { message: `unknown value ${describe(value)}`, help: `did you mean ${quote(meant)}?`, value };
}

/** An object that has none or several of the groups of fields of which it needs one. */
function wrongForm(value: unknown, schemas: unknown): Wording {
  const groups = (Array.isArray(schemas) ? (schemas as { required?: string[] }[]) : []).flatMap(
    ({ required }) => (required ? [required] : []),
  );
  const present = Object.keys(typeof value === 'object' ? (value ?? {}) : {});
  const found = groups.flat().filter((field) => present.includes(field));
  if (found.length > 1 && groups.length > 1) {
    return { message: `the fields ${joinAnd(found)} exclude each other`, help: 'keep one of them' };
  }
  const [only] = groups;
  if (groups.length === 1 && only) return { message: `missing field ${joinAnd(only)}` };
  const names = groups.map((group) => group.map(quote).join(' with '));
  return {
    message: 'missing field',
    help: `expected one of ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`,
  };
}

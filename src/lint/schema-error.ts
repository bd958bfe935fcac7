import { unexpected, unknownName, type Wording } from '../findings/refuse';
import { describe, joinAnd, joinOr, nearest, quote } from '../findings/words';
import type { JsonSchema, SchemaFault } from './json-schema';

/** The wording of what a schema refuses. */
export function wordingOf({ keyword, schema, value, field = '' }: SchemaFault): Wording {
  switch (keyword) {
    case 'additionalProperties':
      return unknownName('field', field, Object.keys(schema.properties ?? {}));
    case 'required':
    case 'dependencies':
      return { message: `missing field ${quote(field)}` };
    case 'enum':
      return unknownValue(value, schema.enum as string[]);
    case 'const':
      return unexpected(value, describe(schema.const));
    case 'type':
      return unexpected(value, [schema.type].flat().map(typeText).join(' or '));
    case 'minItems':
      return { message: 'empty list', help: 'expected one item or more', value };
    case 'minLength':
      return { message: 'empty text', help: 'expected one character or more', value };
    case 'minimum':
      return unexpected(value, `a number of at least ${schema.minimum}`);
    case 'maximum':
      return unexpected(value, `a number of at most ${schema.maximum}`);
    case 'oneOf':
    case 'anyOf':
      return wrongForm(value, schema[keyword]);
    default:
      return unexpected(value, 'another value');
  }
}

const WORDS: Readonly<Record<string, string>> = { string: 'text', array: 'list' };

function typeText(type: unknown): string {
  const text = WORDS[String(type)] ?? String(type);
  return `${/^[aeio]/.test(text) ? 'an' : 'a'} ${text}`;
}

function unknownValue(data: unknown, known: readonly string[]): Wording {
  const meant = typeof data === 'string' ? nearest(data, known) : undefined;
  if (meant === undefined) return unexpected(data, joinOr(known));
  return { message: `unknown value ${describe(data)}`, help: `did you mean ${quote(meant)}?`, value: data };
}

/** A value that has none or several of the fields of which it needs one, or that is none of several kinds of value. */
function wrongForm(data: unknown, forms: readonly JsonSchema[] = []): Wording {
  const fields = forms.flatMap(({ required = [] }) => required);
  if (fields.length === 0) return unexpected(data, forms.map(({ type }) => typeText(type)).join(' or '));
  const present = Object.keys(typeof data === 'object' ? (data ?? {}) : {}).filter((one) =>
    fields.includes(one),
  );
  if (present.length > 1) {
    return { message: `the fields ${joinAnd(present)} exclude each other`, help: 'keep one of them' };
  }
  return { message: 'missing field', help: `expected one of ${joinOr(fields)}` };
}

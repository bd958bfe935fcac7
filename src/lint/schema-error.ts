import type { ErrorObject } from 'ajv';
import { unexpected, unknownName, type Wording } from '../findings/refuse';
import { describe, joinAnd, joinOr, nearest, quote } from '../findings/words';

/** The wording of an error of ajv. */
export function wordingOf({ keyword, data, params, parentSchema }: ErrorObject): Wording {
  const parameters = params as Readonly<Record<string, unknown>>;
  switch (keyword) {
    case 'additionalProperties':
      return unknownName(
        'field',
        String(parameters['additionalProperty']),
        Object.keys(parentSchema?.['properties'] ?? {}),
      );
    case 'required':
      return { message: `missing field ${quote(String(parameters['missingProperty']))}` };
    case 'enum':
      return unknownValue(data, parameters['allowedValues'] as string[]);
    case 'const':
      return unexpected(data, describe(parameters['allowedValue']));
    case 'type':
      return unexpected(data, [parameters['type']].flat().map(typeText).join(' or '));
    case 'minItems':
      return { message: 'empty list', help: 'expected one item or more', value: data };
    case 'minLength':
      return { message: 'empty text', help: 'expected one character or more', value: data };
    case 'minProperties':
      return { message: 'empty object', help: 'expected one field or more', value: data };
    case 'minimum':
      return unexpected(data, `a number of at least ${parameters['limit']}`);
    case 'maximum':
      return unexpected(data, `a number of at most ${parameters['limit']}`);
    case 'oneOf':
    case 'anyOf':
      return wrongForm(data, parentSchema?.[keyword]);
    default:
      return unexpected(data, 'another value');
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
function wrongForm(data: unknown, schemas: unknown): Wording {
  const forms = Array.isArray(schemas) ? (schemas as { required?: string[]; type?: string }[]) : [];
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

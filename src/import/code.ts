import type { Reads } from './reads';

/**
 * A piece of TypeScript, together with the value that it has when it runs. So a piece can be tried before it is printed:
 * what it renders is compared with what is imported.
 */
export interface Code {
  /** What the piece evaluates to. */
  readonly value: unknown;
  /** How it is printed. */
  readonly form: Form;
}

/** The form of a piece of code. */
export type Form =
  | { readonly kind: 'text'; readonly text: string; readonly reads?: readonly Reads[] }
  | { readonly kind: 'list'; readonly items: readonly Code[] }
  | { readonly kind: 'object'; readonly fields: readonly NamedCode[] }
  | { readonly kind: 'call'; readonly callee: string; readonly args: readonly Code[]; readonly uses?: string }
  | { readonly kind: 'function'; readonly head: string; readonly body: Code };

/** A field of an object. One without a name is a line by itself, such as `name` in place of `name: name`. */
export type NamedCode = readonly [name: string, value: Code];

/** Code that is printed as it stands. */
export function textCode(text: string, value: unknown, reads?: readonly Reads[]): Code {
  return { value, form: reads ? { kind: 'text', text, reads } : { kind: 'text', text } };
}

/** An object with these fields. A field of undefined is left out. */
export function objectCode(fields: Readonly<Record<string, Code | undefined>>): Code {
  const given = Object.entries(fields).filter((field): field is [string, Code] => field[1] !== undefined);
  return {
    value: Object.fromEntries(given.map(([name, { value }]) => [name, value])),
    form: { kind: 'object', fields: given },
  };
}

/** A list. */
export function listCode(items: readonly Code[]): Code {
  return { value: items.map(({ value }) => value), form: { kind: 'list', items } };
}

/** A plain value as code. */
export function literal(value: unknown): Code {
  if (Array.isArray(value)) return listCode(value.map(literal));
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    return objectCode(Object.fromEntries(fields.map(([name, field]) => [name, literal(field)])));
  }
  return textCode(typeof value === 'string' ? quoted(value) : String(value), value);
}

/** The same; undefined stays undefined. */
export function optionalLiteral(value: unknown): Code | undefined {
  return value === undefined ? undefined : literal(value);
}

/**
 * A call of a function of the library, which is made at once.
 *
 * @param types the type arguments, such as `<Order>`
 */
export function callCode(
  name: string,
  fn: (...args: never[]) => unknown,
  args: readonly Code[],
  types = '',
): Code {
  const value = (fn as (...all: unknown[]) => unknown)(...args.map((arg) => arg.value));
  return { value, form: { kind: 'call', callee: `${name}${types}`, args, uses: name } };
}

/** A function without a body but one value. */
export function arrowCode(parameters: string, body: Code): Code {
  return { value: () => body.value, form: { kind: 'function', head: `(${parameters}) =>`, body } };
}

/** All that a piece reads of events. */
export function readsOf({ form }: Code): readonly Reads[] {
  switch (form.kind) {
    case 'text':
      return form.reads ?? [];
    case 'list':
      return form.items.flatMap(readsOf);
    case 'object':
      return form.fields.flatMap(([, value]) => readsOf(value));
    case 'call':
      return form.args.flatMap(readsOf);
    case 'function':
      return readsOf(form.body);
  }
}

/** A text as a string literal, as Biome and Prettier print it; one of several lines as a template. */
export function quoted(text: string): string {
  if (/\n[^\n]/.test(text) && !/[^\P{Cc}\n]/u.test(text)) {
    return `\`${text.replace(/\\|`|\$(?=\{)/g, '\\$&')}\``;
  }
  const json = JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\u2028\u2029]/g, escapeUnicode);
  const [single, double] = ["'", '"'].map((mark) => text.split(mark).length);
  if ((single ?? 0) > (double ?? 0)) return `"${json}"`;
  return `'${json.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function escapeUnicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16)}`;
}

import {
  anyOf,
  atLeast,
  atMost,
  contains,
  contextEquals,
  dataFilter,
  empty,
  endsWith,
  equals,
  expression,
  type Filter,
  greaterThan,
  lessThan,
  luaFilter,
  matches,
  notEquals,
  oneOf,
  present,
  startsWith,
  timeOfDay,
} from '../argo-events/filters';
import { quoteRegex } from '../argo-events/references/regex';
import { asList, asObject, asString, isObject } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { attempt, type TakeReads } from './attempt';
import { type Code, callCode, listCode, literal, objectCode, textCode } from './code';
import type { Reads } from './reads';
import { type Place, referenceCode } from './reference';
import { unfit } from './unfit';

/** Tells what is kept in the engine's own form, and why. */
export type Keep = (what: string, why: string) => void;

/** The filters of a dependency, each as a call of its function, or in the engine's own form. */
export function filterCodes(filters: PlainObject, dependency: string, take: TakeReads, keep: Keep): Code[] {
  const place: Place = { dependency, part: 'data', base: 'e' };
  const others = { ...filters };
  const codes: Code[] = [];
  for (const [list, operator, one, what] of LISTS) {
    const items = asList(filters[list]);
    if (items.length === 0) continue;
    delete others[list];
    delete others[operator];
    const single = items.map((item) => {
      const found = attempt(one(asObject(item), place), aimFor({ [list]: [item] }), take);
      if (found.code === undefined) keep(`${what} ${nameOf(asObject(item))}`, found.why);
      return found.code ?? ownFilter({ [list]: [item] });
    });
    const join = filters[operator];
    const isOr = join === 'or' && items.length > 1;
    if (join !== undefined && join !== '' && join !== 'and' && join !== 'or') {
      codes.push(ownFilter({ [list]: items, [operator]: join }));
    } else if (isOr) codes.push(callCode('anyOf', anyOf, single));
    else codes.push(...single);
  }
  for (const [field, value] of Object.entries(others)) {
    const found = attempt(simple(field, value), aimFor({ [field]: value }), take);
    if (found.code === undefined) keep(`filter "${field}"`, found.why);
    codes.push(found.code ?? ownFilter({ [field]: value }));
  }
  return codes;
}

const LISTS = [
  ['exprs', 'exprLogicalOperator', expressionWays, 'expression'],
  ['data', 'dataLogicalOperator', dataWays, 'filter on'],
] as const;

function nameOf({ path, expr }: PlainObject): string {
  return JSON.stringify(path ?? expr ?? '');
}

function aimFor(wanted: PlainObject) {
  return { wanted: canonical(wanted), of: (value: unknown) => canonical((value as Filter).toFilter()) };
}

/** A filter in the engine's own form. */
function ownFilter(filter: PlainObject): Code {
  const { form } = objectCode({ toFilter: { value: undefined, form: arrowForm(literal(filter)) } });
  return { value: { toFilter: () => filter }, form };
}

const arrowForm = (body: Code): Code['form'] => ({ kind: 'function', head: '() =>', body });

function simple(field: string, value: unknown): (() => Code)[] {
  switch (field) {
    case 'context':
      return [() => callCode('contextEquals', contextEquals, [literal(value)])];
    case 'time':
      return [() => callCode('timeOfDay', timeOfDay, [literal(value)])];
    case 'script':
      return [() => callCode('luaFilter', luaFilter, [literal(value)])];
    default:
      return [];
  }
}

/** The ways to write a data filter, the plainest first. */
function dataWays(filter: PlainObject, place: Place): (() => Code)[] {
  const { path, type, value, comparator = '', ...others } = filter;
  const values = asList(value).map(String);
  const [first = ''] = values;
  const reference = (wanted: Reads['wanted']) => referenceCode(place, asString(path) ?? '', wanted);
  const call = (
    name: string,
    fn: (...args: never[]) => unknown,
    wanted: Reads['wanted'],
    ...args: unknown[]
  ) => {
    return () => callCode(name, fn, [reference(wanted), ...args.map(literal)]);
  };
  const ways: (() => Code)[] = [];
  const isPlain = Object.keys(others).length === 0;
  if (isPlain && type === 'string' && isEqual(comparator)) {
    const exact = values.map((one) => unquoted(one.slice(1, -1)));
    if (values.length === 1) {
      if (first === '(?s).') ways.push(call('present', present, 'scalar'), call('present', present, 'any'));
      if (first === '^$') ways.push(call('empty', empty, 'scalar'), call('empty', empty, 'any'));
      ways.push(call('equals', equals, 'string', exact[0]));
    } else ways.push(call('oneOf', oneOf, 'string', exact));
    if (values.length === 1) {
      ways.push(
        call('startsWith', startsWith, 'string', unquoted(first.slice(1))),
        call('endsWith', endsWith, 'string', unquoted(first.slice(0, -1))),
        call('contains', contains, 'string', unquoted(first)),
        call('matches', matches, 'scalar', first),
        call('matches', matches, 'any', first),
      );
    }
  }
  if (isPlain && type === 'string' && comparator === '!=' && values.length === 1) {
    ways.push(call('notEquals', notEquals, 'string', unquoted(first.slice(1, -1))));
  }
  if (isPlain && type === 'number') {
    const number = COMPARATORS[String(comparator)];
    if (number && values.length === 1) ways.push(call(...number, 'number', Number(first)));
    if (isEqual(comparator)) {
      if (values.length === 1) ways.push(call('equals', equals, 'number', Number(first)));
      ways.push(call('oneOf', oneOf, 'number', values.map(Number)));
    }
  }
  if (isPlain && type === 'bool' && isEqual(comparator) && values.length === 1) {
    ways.push(call('equals', equals, 'boolean', first === 'true'));
  }
  const { path: _, ...engine } = filter;
  ways.push(call('dataFilter', dataFilter, 'any', engine));
  return ways;
}

const isEqual = (comparator: unknown) => comparator === '' || comparator === '=';

const COMPARATORS: Readonly<Record<string, readonly [string, (...args: never[]) => unknown]>> = {
  '>': ['greaterThan', greaterThan],
  '>=': ['atLeast', atLeast],
  '<': ['lessThan', lessThan],
  '<=': ['atMost', atMost],
  '!=': ['notEquals', notEquals],
};

/** The text that a pattern finds, if it has no syntax. Otherwise another text, which the comparison then refuses. */
function unquoted(pattern: string): string {
  const text = pattern.replace(/\\(.)/gs, '$1');
  return quoteRegex(text) === pattern ? text : '';
}

/** The way to write an expression: its variables become references. */
function expressionWays({ expr, fields }: PlainObject, place: Place): (() => Code)[] {
  return [
    () => {
      const paths = new Map(
        asList(fields).map((field) => [asObject(field)['name'], asObject(field)['path']]),
      );
      const literals = [''];
      const references: Code[] = [];
      for (const [token] of String(expr).matchAll(TOKEN)) {
        const path = paths.get(token.replace(/^\[|\]$/g, ''));
        if (typeof path === 'string') {
          references.push(referenceCode(place, path, 'scalar'));
          literals.push('');
        } else literals.push(`${literals.pop()}${token}`);
      }
      if (references.length === 0) unfit('it has no field');
      if (literals.some((text) => /[`\\]|\$\{/.test(text))) unfit('its text needs escapes');
      return templateCode('expression', expression as TemplateFunction, literals, references);
    },
  ];
}

const TOKEN = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\[[^\]]*\]|[\p{L}_][\p{L}\p{N}_]*|\s+|./gsu;

type TemplateFunction = (strings: TemplateStringsArray, ...values: never[]) => unknown;

/** A tagged template with references between its texts. */
export function templateCode(
  name: string,
  fn: TemplateFunction,
  literals: readonly string[],
  references: readonly Code[],
): Code {
  const strings = Object.assign([...literals], { raw: [...literals] }) as unknown as TemplateStringsArray;
  const texts = references.map(({ form }) => (form.kind === 'text' ? form.text : ''));
  const text = literals
    .map((one, index) => one + (index < texts.length ? `\${${texts[index]}}` : ''))
    .join('');
  const reads = references.flatMap(({ form }) => (form.kind === 'text' ? (form.reads ?? []) : []));
  const value = (fn as (...all: unknown[]) => unknown)(strings, ...references.map((one) => one.value));
  const calls: Reads = { dependency: '', path: [], wanted: 'any', functions: [name] };
  return textCode(`${name}\`${text}\``, value, [...reads, calls]);
}

/**
 * Filters as they are compared. The engine takes a comparator that is not there for `=`, and the names of the fields of an
 * expression mean nothing.
 */
export function canonical(filters: unknown): unknown {
  if (!isObject(filters)) return filters;
  const { data, exprs, ...others } = filters;
  return {
    ...withoutEmpty(others),
    ...(asList(data).length > 0 && { data: asList(data).map(canonicalData) }),
    ...(asList(exprs).length > 0 && { exprs: asList(exprs).map(canonicalExpression) }),
  };
}

function withoutEmpty(fields: PlainObject): PlainObject {
  // The engine joins by and if nothing is said.
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) =>
        value !== undefined && !(name.endsWith('LogicalOperator') && (value === 'and' || value === '')),
    ),
  );
}

function canonicalData(filter: unknown): unknown {
  const { comparator, ...others } = asObject(filter);
  return comparator === undefined || isEqual(comparator) ? others : { ...others, comparator };
}

function canonicalExpression(one: unknown): unknown {
  const { expr, fields } = asObject(one);
  const paths = new Map(
    asList(fields).map((field) => [String(asObject(field)['name']), asObject(field)['path']]),
  );
  const tokens = [...String(expr).trim().matchAll(TOKEN)].map(([token]) => {
    const path = paths.get(token.replace(/^\[|\]$/g, ''));
    return path === undefined ? token : `[${path}]`;
  });
  return { expr: tokens.join(''), fields: [...new Set(paths.values())].sort() };
}

/** The list of filters as a function for `filters`. */
export function filtersFunction(codes: readonly Code[]): Code {
  const reads = codes.some((code) => usesEvent(code));
  const list = listCode(codes);
  return {
    value: () => list.value,
    form: { kind: 'function', head: reads ? '(e) =>' : '() =>', body: list },
  };
}

function usesEvent({ form }: Code): boolean {
  switch (form.kind) {
    case 'text':
      return (form.reads ?? []).some(({ dependency }) => dependency !== '');
    case 'list':
      return form.items.some(usesEvent);
    case 'object':
      return form.fields.some(([, value]) => usesEvent(value));
    case 'call':
      return form.args.some(usesEvent);
    case 'function':
      return usesEvent(form.body);
  }
}

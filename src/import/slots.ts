import { gjsonPath, NOT_NULL_AT_END, sjsonPath } from '../argo-events/references/path';
import { raw, text, withDefault } from '../argo-events/references/slot';
import { asString } from '../lint/plain';
import type { PlainObject } from '../lint/rule';
import { type Code, callCode, listCode, literal, objectCode } from './code';
import { templateCode } from './filters';
import type { Reads } from './reads';
import { type Place, referenceCode } from './reference';
import { unfit } from './unfit';

/** How the dependencies of a sensor are called in the code, by their names. */
export type Variables = ReadonlyMap<string, string>;

/** A parameter of the engine: the place that it fills, and what it fills it with. */
export interface Filled {
  readonly dest: readonly (string | number)[];
  readonly slot: Code;
}

/**
 * Parameters as slots.
 *
 * @param wantedAt the type that a slot wants, if it is not that of a text
 * @throws Unfit for a parameter that is no slot
 */
export function filledBy(
  parameters: readonly PlainObject[],
  variables: Variables,
  wantedAt: (dest: string) => Reads['wanted'] | undefined = () => undefined,
): Filled[] {
  return parameters.map(({ src, dest, operation = '' }) => {
    const path = asString(dest) ?? '';
    if (operation !== '' && operation !== 'overwrite') unfit(`it has a parameter that does ${operation}`);
    return { dest: keysOf(path), slot: slotCode(src as PlainObject, variables, wantedAt(path)) };
  });
}

/** The keys of a path in sjson's syntax. */
function keysOf(dest: string): readonly (string | number)[] {
  const keys = (dest.match(/(?:\\.|[^.\\])+/g) ?? []).map((part): string | number => {
    if (/^\d+$/.test(part)) return Number(part);
    return part.replace(/^:/, '').replace(/\\(.)/g, '$1');
  });
  if (sjsonPath(keys) !== dest || dest === '') unfit(`it has a parameter for "${dest}"`);
  return keys;
}

function slotCode(src: PlainObject, variables: Variables, wanted: Reads['wanted'] = 'scalar'): Code {
  const { dependencyName, dataKey, contextKey, dataTemplate, contextTemplate, value, useRawData } = src;
  const variable = variables.get(String(dependencyName));
  if (variable === undefined) unfit(`it has a parameter of no dependency of the sensor`);
  const isData = contextKey === undefined && contextTemplate === undefined;
  const part = isData ? 'data' : 'context';
  const place: Place = { dependency: String(dependencyName), part, base: `${variable}.${part}` };
  const template = asString(dataTemplate ?? contextTemplate) || undefined;
  const key = asString(dataKey ?? contextKey) || undefined;
  if (template !== undefined && key !== undefined) unfit('it has a parameter with a key and a template');
  if (template !== undefined) return withFallback(textSlot(template, place), value);
  if (key === undefined) {
    if (typeof value === 'string') return literal(value);
    unfit('it has a parameter with the whole event and its context');
  }
  if (useRawData === true && key.startsWith('!')) return literal(constantOf(key));
  const ends = value !== undefined && key.endsWith(NOT_NULL_AT_END);
  const path = ends ? key.slice(0, -NOT_NULL_AT_END.length) : key;
  if (useRawData !== true) return withFallback(referenceCode(place, path, wanted), value);
  if (value !== undefined) unfit('it has a parameter with useRawData and a default');
  return callCode('raw', raw, [referenceCode(place, path, wanted === 'scalar' ? 'any' : wanted)]);
}

function withFallback(slot: Code, value: unknown): Code {
  return value === undefined ? slot : callCode('withDefault', withDefault, [slot, literal(value)]);
}

function constantOf(key: string): unknown {
  try {
    return JSON.parse(key.slice(1));
  } catch {
    return unfit(`it has a parameter with the key "${key}"`);
  }
}

/** A template that `text` has printed. */
function textSlot(template: string, place: Place): Code {
  const one = /^\{\{ \$v := index ((?:\(.*?\)|[^ ])+) \}\}/.exec(template);
  const start = one?.[0] ?? '{{ define "v" }}{{ kindIs "string" . | ternary . (toJson (index .)) }}{{ end }}';
  if (!template.startsWith(start)) unfit('it has a parameter with a template');
  const printed = one
    ? /\{\{ kindIs "string" \$v \| ternary \$v \(toJson \$v\) \}\}/
    : /\{\{ template "v" ((?:\(.*?\)|[^ ])+) \}\}/;
  const pieces = template.slice(start.length).split(printed);
  const size = one ? 1 : 2;
  const literals = pieces.filter((_, index) => index % size === 0).map(unquoteBraces);
  const paths = one
    ? literals.slice(1).map(() => one[1] ?? '')
    : pieces.filter((_, index) => index % size === 1);
  if (literals.some((part) => /[`\\]|\$\{/.test(part))) unfit('the text of a parameter needs escapes');
  const references = paths.map((path) => referenceCode(place, gjsonPath(templateSteps(path)), 'scalar'));
  return templateCode('text', text as never, literals, references);
}

function unquoteBraces(part: string): string {
  return part.replace(/\{\{ "(\{+)" \}\}/g, '$1');
}

function templateSteps(path: string): (string | number)[] {
  const plain = path.split('.').slice(2);
  if (path.startsWith('.Input')) return plain;
  const inner = /^\(index \.Input (.*)\)$/.exec(path)?.[1] ?? unfit('it has a parameter with a template');
  return (inner.match(/"(?:\\.|[^"\\])*"|\S+/g) ?? []).map((one) => JSON.parse(one) as string | number);
}

/**
 * A plain value with slots in it, as code.
 *
 * @throws Unfit if a slot has no place in the value
 */
export function withSlots(
  value: unknown,
  filled: readonly Filled[],
  at: readonly (string | number)[] = [],
): Code {
  const here = filled.find(({ dest }) => dest.length === at.length);
  if (here) {
    if (filled.length > 1) unfit('it has parameters for one place');
    return here.slot;
  }
  if (filled.length === 0) return literal(value);
  const keys = [...new Set(filled.map(({ dest }) => dest[at.length] as string | number))];
  const inner = (key: string | number, member: unknown) =>
    withSlots(
      member,
      filled.filter(({ dest }) => dest[at.length] === key),
      [...at, key],
    );
  const isList = Array.isArray(value) || (value === undefined && typeof keys[0] === 'number');
  if (isList) {
    const items = [...((value as readonly unknown[] | undefined) ?? [])];
    const length = Math.max(items.length, ...keys.map((key) => Number(key) + 1));
    if (!(length <= items.length + keys.length)) unfit('it has a parameter beyond the end of a list');
    return listCode(Array.from({ length }, (_, index) => inner(index, items[index])));
  }
  if (value !== undefined && (typeof value !== 'object' || value === null)) {
    unfit('it has a parameter for a field of a text');
  }
  const members = { ...(value as PlainObject | undefined) };
  const names = [...new Set([...Object.keys(members), ...keys.map(String)])];
  return objectCode(
    Object.fromEntries(
      names.map((name) => [name, inner(keys.find((key) => String(key) === name) ?? name, members[name])]),
    ),
  );
}

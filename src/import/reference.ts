import { gjsonPath, NOT_NULL, type PathStep } from '../argo-events/references/path';
import type { Reference } from '../argo-events/references/ref';
import { count, each, field, first, item, nonNull, referenceTo } from '../argo-events/references/reference';
import { type Code, quoted, textCode } from './code';
import type { Reads, Wanted } from './reads';
import { unfit } from './unfit';

/** A reference to a value of an event: of its data, or of its context. */
export interface Place {
  readonly dependency: string;
  readonly part: 'data' | 'context';
  /** What it is called in the code: `e` or `push.data`. */
  readonly base: string;
}

/**
 * The reference for a path of the engine.
 *
 * @throws Unfit if a reference cannot say it
 */
export function referenceCode({ dependency, part, base }: Place, key: string, wanted: Wanted): Code {
  const root = referenceTo<unknown>({ dependency, part, path: [] });
  const steps = key === '@this' ? [] : stepsOf(key);
  if (part === 'context') {
    const [name, ...more] = steps;
    if (more.length > 0 || !CONTEXT_FIELDS.includes(String(name))) unfit(`the context has no "${key}"`);
  }
  const walked = steps.reduce<Walked>(walk, { text: base, value: root, path: [], functions: [] });
  if (key !== '@this' && gjsonPath(pathOf(walked)) !== key) unfit(`no reference has the path "${key}"`);
  const { functions } = walked;
  if (functions.includes('each') && wanted !== 'any') unfit(`"${key}" is a list`);
  if (functions.at(-1) === 'count' && !['number', 'scalar', 'any'].includes(wanted))
    unfit(`"${key}" is a number`);
  const reads =
    part === 'data' ? [{ dependency, path: walked.path, wanted, functions: walked.functions }] : [];
  return textCode(walked.text, walked.value, reads.length > 0 ? reads : [NO_READ(walked.functions)]);
}

/** What reads nothing of the data, but calls functions. */
const NO_READ = (functions: readonly string[]): Reads => ({
  dependency: '',
  path: [],
  wanted: 'any',
  functions,
});

const CONTEXT_FIELDS = ['datacontenttype', 'id', 'source', 'specversion', 'subject', 'time', 'type'];

type Step = PathStep | { readonly key: string; readonly equals: string };

interface Walked {
  readonly text: string;
  readonly value: Reference;
  readonly path: readonly (string | number)[];
  readonly functions: readonly string[];
  readonly steps?: readonly PathStep[];
}

function pathOf({ steps = [] }: Walked): readonly PathStep[] {
  return steps;
}

function walk(at: Walked, step: Step, index: number, all: readonly Step[]): Walked {
  const with_ = (
    text: string,
    value: unknown,
    done: PathStep,
    path: readonly (string | number)[],
    fn?: string,
  ) => ({
    text,
    value: value as Reference,
    path,
    functions: fn === undefined ? at.functions : [...at.functions, fn],
    steps: [...pathOf(at), done],
  });
  if (typeof step === 'number') {
    const value = item(at.value, step);
    const path = [...at.path, step];
    if (step < 10) return with_(`${at.text}[${step}]`, value, step, path);
    return with_(`item(${at.text}, ${step})`, value, step, path, 'item');
  }
  if (typeof step === 'string') {
    const value = field(at.value as Reference<Record<string, unknown>>, step);
    const path = [...at.path, step];
    if (RESERVED.includes(step))
      return with_(`field(${at.text}, ${quoted(step)})`, value, step, path, 'field');
    const text = /^[A-Za-z_$][\w$]*$/.test(step) ? `${at.text}.${step}` : `${at.text}[${quoted(step)}]`;
    return with_(text, value, step, path);
  }
  if ('equals' in step) {
    const found: unknown = JSON.parse(step.equals);
    if (typeof found === 'object') unfit('a query of a list compares with a list or object');
    const value = first(at.value as Reference<never[]>, step.key as never, found as string);
    const text = `first(${at.text}, ${quoted(step.key)}, ${typeof found === 'string' ? quoted(found) : found})`;
    // The elements have to have the field that is compared.
    const query = { query: `#(${gjsonPath([step.key])}==${step.equals})` };
    return with_(text, value, query, [...at.path, 0], 'first');
  }
  if (step === NOT_NULL) return with_(`nonNull(${at.text})`, nonNull(at.value), step, at.path, 'nonNull');
  if (index === all.length - 1) {
    return with_(`count(${at.text})`, count(at.value as Reference<[]>), step, [...at.path, '[]'], 'count');
  }
  if (all.slice(index + 1).some((next) => typeof next !== 'string' || RESERVED.includes(next))) {
    unfit('a query within a query of a list');
  }
  return with_(`each(${at.text})`, each(at.value), step, [...at.path, 0], 'each');
}

const RESERVED = ['then', 'toJSON', 'toString', 'valueOf', 'constructor', 'prototype', '__proto__'];

/** The steps of a path in gjson's syntax. */
function stepsOf(key: string): readonly Step[] {
  const isNonNull = key.endsWith(`|${NOT_NULL.query}`);
  const rest = isNonNull ? key.slice(0, -NOT_NULL.query.length - 1) : key;
  const parts = rest.match(/#\((?:\\.|[^"\\)]|"(?:\\.|[^"\\])*")*\)|(?:\\.|[^.\\])+|(?=\.\.|\.$)/g) ?? [];
  if (rest === '' || parts.join('.') !== rest) unfit(`"${key}" is no simple path`);
  const steps = parts.map((part): Step => {
    if (/^(?:0|[1-9]\d*)$/.test(part)) return Number(part);
    if (part === '#') return { query: '#' };
    const query = /^#\(((?:\\.|[^=\\])+)==(.+)\)$/.exec(part);
    if (query) return { key: plain(query[1] ?? ''), equals: jsonOf(query[2] ?? '') };
    if (/(?<!\\)(?:\\\\)*[*?|#@!{}[\]()<>=%"~]/.test(part)) unfit(`"${key}" is no simple path`);
    return plain(part);
  });
  return isNonNull ? [...steps, NOT_NULL] : steps;
}

const plain = (part: string) => part.replace(/\\(.)/g, '$1');

function jsonOf(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return unfit(`the query compares with ${text}`);
  }
}

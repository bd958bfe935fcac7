import type { EventValues } from './event-values';
import { asList, asString, type Part } from './plain';
import { isAnchored, matcherOf } from './regex';
import { stringsIn } from './sensor';
import { wordsOf } from './wide-pattern';

type Value = string | number | boolean;

/** A data filter as a test of a value. */
export interface FilterTest {
  readonly type: string;
  readonly passes: (value: Value) => boolean;
  /** Values of which at least one passes the filter and others, if any value does; undefined if there are no such. */
  readonly candidates: readonly Value[] | undefined;
}

/** The test that a data filter makes (filterData in pkg/sensors/dependencies/filter.go); undefined if it is not readable. */
export function testOf(filter: Part, values: EventValues | undefined): FilterTest | undefined {
  const type = asString(filter.value['type']);
  const comparator = asString(filter.value['comparator']) || '=';
  if (filter.value['template'] !== undefined || asList(filter.value['value']).length === 0) return undefined;
  const texts = stringsIn(filter, 'value').map(({ text }) => text);
  if (type === 'number') return numberTest(texts.map(Number), comparator);
  if (type === 'bool') {
    const wanted = texts.map((text) => /^(?:1|t|true)$/i.test(text));
    return { type, passes: (value) => wanted.includes(value === true), candidates: [true, false] };
  }
  return type === 'string' ? stringTest(texts, comparator, values) : undefined;
}

function stringTest(
  texts: readonly string[],
  comparator: string,
  values: EventValues | undefined,
): FilterTest | undefined {
  const matchers = texts.map(matcherOf);
  if (matchers.includes(undefined) || (comparator !== '=' && comparator !== '!=')) return undefined;
  const isNegated = comparator === '!=';
  const isList = values?.isList ?? false;
  return {
    type: 'string',
    passes: (value) =>
      matchers.some((matches) => matches?.(isList ? JSON.stringify([value]) : String(value)) !== isNegated),
    candidates: values?.all ?? (isNegated || isList ? undefined : namedTexts(texts)),
  };
}

/** The only texts that pass, if each pattern is a text or a choice of texts that is anchored. */
function namedTexts(patterns: readonly string[]): string[] | undefined {
  if (!patterns.every(isAnchored)) return undefined;
  const words = patterns.map((pattern) => wordsOf(pattern.replace(/^\^\(\?:(.*)\)\$$/s, '$1')));
  return words.includes(undefined)
    ? undefined
    : words.flatMap((some) => (some ?? []).map(({ text }) => text));
}

const COMPARE: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  '=': (value, wanted) => value === wanted,
  '!=': (value, wanted) => value !== wanted,
  '<': (value, wanted) => value < wanted,
  '<=': (value, wanted) => value <= wanted,
  '>': (value, wanted) => value > wanted,
  '>=': (value, wanted) => value >= wanted,
};

function numberTest(wanted: readonly number[], comparator: string): FilterTest | undefined {
  const compare = COMPARE[comparator];
  if (compare === undefined || !wanted.every(Number.isFinite)) return undefined;
  return {
    type: 'number',
    passes: (value) => wanted.some((one) => compare(Number(value), one)),
    candidates: wanted,
  };
}

/** Whether no value passes all tests, which are of one type; false if that cannot be told. */
export function excludeEachOther(tests: readonly FilterTest[]): boolean {
  const [first] = tests;
  const named = tests.flatMap(({ candidates }) => candidates ?? []);
  const candidates = first?.type === 'number' ? numbersAround(named.map(Number)) : named;
  return candidates.length > 0 && !candidates.some((value) => tests.every(({ passes }) => passes(value)));
}

/** Numbers of which one lies in each stretch between the given ones, and these. */
function numbersAround(numbers: readonly number[]): number[] {
  const sorted = [...numbers].sort((a, b) => a - b);
  const between = sorted.slice(1).map((number, index) => (number + (sorted[index] ?? number)) / 2);
  return [(sorted[0] ?? 0) - 1, ...sorted, ...between, (sorted.at(-1) ?? 0) + 1];
}

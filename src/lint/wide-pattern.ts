import type { EventValues } from './event-values';
import { alternatives, literalOf, matcherOf } from './regex';

/** A text that a pattern is made of, as it stands there: without ^ and $. */
export interface Word {
  readonly text: string;
  readonly pattern: string;
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

/**
 * The texts of a pattern that is one text or a choice of several: `opened`, `opened|closed`. A dot in one counts as a dot;
 * undefined for any other pattern.
 */
export function wordsOf(pattern: string): readonly Word[] | undefined {
  const words = alternatives(pattern).map((one): Word | undefined => {
    const escaped = one.replace(/(^|[\w/:@-])\.(?![*+?{])/g, '$1\\.');
    const literal = literalOf(escaped);
    if (literal === undefined || literal.text === '') return undefined;
    const { isStart, isEnd } = literal;
    return { ...literal, pattern: escaped.slice(isStart ? 1 : 0, isEnd ? -1 : undefined) };
  });
  return words.includes(undefined) ? undefined : words.filter((word) => word !== undefined);
}

/** The pattern that matches these texts as a whole. */
export function anchored(words: readonly Word[]): string {
  const patterns = words.map(({ pattern }) => pattern);
  return patterns.length === 1 ? `^${patterns[0]}$` : `^(?:${patterns.join('|')})$`;
}

/**
 * The values of events that a pattern matches, and that no pattern of the filter names. Only the events count that have a value
 * that this one names, and half of them or more must have such another value: with events of all kinds, one of them always has.
 */
export function othersMatched(
  words: readonly Word[],
  pattern: string,
  wanted: readonly string[],
  { texts, isList }: EventValues,
): string[] {
  const matches = matcherOf(pattern);
  if (matches === undefined) return [];
  const own = texts.filter((ofEvent) => words.some(({ text }) => ofEvent.includes(text)));
  const others = own.map((ofEvent) =>
    ofEvent.filter((text) => !wanted.includes(text) && matches(isList ? JSON.stringify([text]) : text)),
  );
  const count = others.filter(({ length }) => length > 0).length;
  return count * 2 < own.length ? [] : [...new Set(others.flat())];
}

import { unclosedBefore } from './unclosed';

/** What is wrong with a text, in words, and what to do. */
interface Words {
  readonly message: string;
  readonly help?: string;
}

const UNCLOSED: Words = {
  message: 'the text ends, or goes on further to the left, before a bracket or a quote is closed',
  help: 'close it, or indent this line',
};

const MISFIT: Words = {
  message: 'this does not fit the lines around it',
  help: 'indent it as its neighbours, put a space after a colon, or put a text with a colon in quotes',
};

const MISSING_COMMA: Words = { message: 'a comma or a closing bracket is missing before this' };

/** The reasons of js-yaml in words, by a part of each. */
const REASONS: readonly (readonly [part: RegExp, words: Words])[] = [
  [/tab characters/, { message: 'a tab in the indentation', help: 'use spaces' }],
  [/deficient indentation|unexpected end of the (?:stream|document)/, UNCLOSED],
  [
    /bad indentation|separator is expected|multiline key|can not read a (?:block|document)|mapping key$/,
    MISFIT,
  ],
  [/comma|found ','/, MISSING_COMMA],
  [/nesting exceeded/, { message: 'nested too deep to be read' }],
  [
    /unknown escape|hexadecimal/,
    {
      message: 'an unknown escape in double quotes',
      help: 'write two backslashes for one, or use single quotes',
    },
  ],
  [
    /JSON character|non-printable|null byte/,
    {
      message: 'a control character, which YAML does not allow',
      help: 'remove it, or write it as an escape in double quotes',
    },
  ],
  [
    /directive/i,
    { message: 'kubectl cannot read a directive', help: 'remove the line that begins with "%"' },
  ],
];

/** A template that is not in quotes. */
export const BARE_BRACES: Words = {
  message: 'braces that are not in quotes begin a mapping',
  help: 'put the whole text in quotes',
};

/**
 * Why a text is no YAML, in words.
 *
 * @param offset where the parser gave up
 * @returns with the offset of what is wrong
 */
export function plainReason(
  reason: string,
  source: string,
  offset: number,
): Words & { readonly offset: number } {
  const character = source[offset] ?? '';
  const [, words] = REASONS.find(([part]) => part.test(reason)) ?? [];
  if (words === MISFIT && /^[@`%]$/.test(character)) {
    return {
      message: `no text can begin with ${JSON.stringify(character)}`,
      help: 'put it in quotes',
      offset,
    };
  }
  // What follows a template makes no sense, because its first brace has begun a mapping.
  const line = source.slice(source.lastIndexOf('\n', offset - 1) + 1, offset + 1);
  if (/(?:^|[:-])\s*\{\{/.test(line)) return { ...BARE_BRACES, offset };
  // On the same line, it may be closed after the place.
  const isBefore = (at: number) => words === UNCLOSED || source.slice(at, offset).includes('\n');
  const isLookedFor = words === UNCLOSED || words === MISSING_COMMA;
  const opener = isLookedFor ? unclosedBefore(source, offset) : undefined;
  if (opener !== undefined && isBefore(opener)) {
    const what = /["']/.test(source[opener] ?? '') ? 'quote' : 'bracket';
    return {
      message: `the ${what} is not closed`,
      help: 'close it, or put the whole text in quotes',
      offset: opener,
    };
  }
  return { ...(words ?? { message: `this is no YAML: ${reason}` }), offset };
}

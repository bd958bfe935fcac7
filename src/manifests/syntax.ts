/** What is wrong with a text, in words, and what to do. */
interface Words {
  readonly message: string;
  readonly help?: string;
}

/** The reasons of js-yaml that do not say what is wrong, by a part of their text. */
const REASONS: readonly (readonly [part: string | RegExp, words: Words])[] = [
  ['tab characters must not be used', { message: 'a tab in the indentation', help: 'use spaces' }],
  [
    'bad indentation of a mapping entry',
    {
      message: 'this does not fit the lines around it: the indentation is wrong, or the text needs quotes',
      help: 'indent it as its neighbours, or put the text in quotes',
    },
  ],
  [
    /bad indentation of a sequence|deficient indentation/,
    { message: 'the indentation is wrong, or a bracket or a quote is not closed' },
  ],
  [/unexpected end of the (?:stream|document)/, { message: 'a bracket or a quote is not closed' }],
  [/nesting exceeded/, { message: 'nested too deep to be read' }],
  [
    /expected valid JSON character|non-printable|null byte/,
    {
      message: 'a control character, which YAML does not allow',
      help: 'remove it, or write it as an escape in double quotes',
    },
  ],
];

/** Why a text is no YAML, in words. */
export function plainReason(reason: string, source: string, offset: number): Words {
  const character = source[offset];
  if (character === '@' || character === '`' || character === '%') {
    return { message: `no text can begin with "${character}"`, help: 'put it in quotes' };
  }
  if (
    source.slice(offset).startsWith('{{') ||
    /\{\{[^}\n]*$/.test(source.slice(Math.max(0, offset - 80), offset))
  ) {
    return { message: 'braces begin a mapping in YAML', help: 'put the text in quotes' };
  }
  const [, words] =
    REASONS.find(([part]) => (typeof part === 'string' ? reason.includes(part) : part.test(reason))) ?? [];
  return words ?? { message: `not YAML: ${reason}` };
}

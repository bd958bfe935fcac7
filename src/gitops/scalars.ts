/** How a string is written in YAML: as it is, in quotes of either kind, or as a literal block. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

/**
 * The most readable style in which every reader finds the same string: YAML 1.1 (PyYAML, Go's sigs.k8s.io/yaml)
 * and YAML 1.2, with any of their schemas.
 *
 * @param isKey keys are never literal blocks
 */
export function styleOf(text: string, isKey: boolean): ScalarStyle {
  if (CHARACTER_TO_ESCAPE.test(text)) return 'double';
  // Last lines of nothing but white space are lost by the package itself, below a first line that is indented.
  if (text.includes('\n'))
    return !isKey && /\S/.test(text) && !/\n\s*[\t ]\s*$/.test(text) ? 'literal' : 'double';
  if (isSafeUnquoted(text)) return 'plain';
  return /["\\]/.test(text) && !text.includes("'") ? 'single' : 'double';
}

/** A string in double quotes on one line. */
export function doubleQuoted(text: string): string {
  const escaped = (character: string) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16).toUpperCase();
    return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
  };
  // The escapes of JSON are escapes of YAML too, but JSON leaves some characters as they are that YAML may not.
  return JSON.stringify(text).replace(CHARACTERS_TO_ESCAPE, escaped);
}

/** A string in single quotes; it may not have line breaks. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * A string of several lines as a literal block, without the line break at its end.
 *
 * @param indent the spaces in front of its lines: two more than the field or item that it belongs to
 */
export function literalBlock(text: string, indent: string): string {
  // A reader finds the indentation at the first line that has a character. Where spaces of the text come before
  // that, or a tab, which PyYAML and Go refuse there, it has to be written down.
  const indentation = /^\s*[ \t]/.test(text) ? '2' : '';
  const end = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
  const lines = text.replace(/\n$/, '').split('\n');
  return [`|${indentation}${end}`, ...lines.map((line) => line && indent + line)].join('\n');
}

/** A number that YAML 1.1 also reads as one: it wants a point in front of an exponent. */
export function numberText(value: number): string {
  // Of the numbers that are no integers, only small ones have an exponent.
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

// Characters that a reader of YAML refuses, drops or takes for a line break (C0 and C1 controls, U+2028, U+2029,
// the byte order mark, non-characters), and those that make a text look other than it is (no-break and zero-width
// spaces, direction controls, tags). U+200C and U+200D are part of words and emoji and stay. Ranges, not Unicode
// properties: those grow with each version of Node, and the same text has to be the same file.
const CHARACTER_TO_ESCAPE = new RegExp(
  [
    '[\\0-\\x08\\x0b-\\x1f\\x7f-\\xa0\\xad\\u061c\\u1680\\u180e\\u2000-\\u200b\\u200e\\u200f\\u2028-\\u202f',
    '\\u205f-\\u206f\\u3000\\ufeff\\ufff0-\\ufffc\\ufffe\\uffff\\u{e0000}-\\u{10ffff}]',
  ].join(''),
  'u',
);
const CHARACTERS_TO_ESCAPE = new RegExp(CHARACTER_TO_ESCAPE, 'gu');

// Rather too many quotes than too few: whatever any reader could take for something else than a string.
function isSafeUnquoted(text: string): boolean {
  return (
    /^(?:[^\s\-?:,[\]{}#&*!|>'"%@`=<~]|--?[A-Za-z])/.test(text) &&
    !text.startsWith('...') &&
    !/\t|:(?: |$)| #| $/.test(text) &&
    !KEYWORD.test(text) &&
    !LIKE_A_NUMBER.test(text)
  );
}

const KEYWORD = /^(?:true|false|yes|no|on|off|y|n|null)$/i;

// Decimal, octal, hexadecimal, binary, with underscores or commas, sexagesimal, dates and times, exponents alone
// (the package itself reads E0 as NaN in YAML 1.1), .inf and .nan.
const LIKE_A_NUMBER = /^[-+]?(?:[.\d][\da-fox_.,:+tz\s-]*|e[-+]?\d+|\.?(?:inf|nan|infinity))$/i;

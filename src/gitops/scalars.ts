/** How a string is written in YAML: plain, in single or double quotes, or as a literal block. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

/**
 * The most readable style that all parsers read as the same string: those of YAML 1.1 (PyYAML, Go's sigs.k8s.io/yaml)
 * and of YAML 1.2, with any schema.
 *
 * @param isKey whether the string is a key, which is never a literal block
 */
export function styleOf(text: string, isKey: boolean): ScalarStyle {
  if (CHARACTER_TO_ESCAPE.test(text)) return 'double';
  // The package `yaml` loses a last line of white space if the first line is indented.
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
  // The escapes of JSON are valid in YAML. YAML also needs escapes for some characters that JSON leaves as they are.
  return JSON.stringify(text).replace(CHARACTERS_TO_ESCAPE, escaped);
}

/** A string without line breaks in single quotes. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * A string of several lines as a literal block. The block has no line break at its end.
 *
 * @param indent the spaces in front of each line: two more than those of the field or item
 */
export function literalBlock(text: string, indent: string): string {
  // A parser takes the indentation from the first line that is not empty. If the text begins with spaces, or with a
  // tab, which PyYAML and Go refuse there, the block has to say the indentation.
  const indentation = /^\s*[ \t]/.test(text) ? '2' : '';
  const end = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
  const lines = text.replace(/\n$/, '').split('\n');
  return [`|${indentation}${end}`, ...lines.map((line) => line && indent + line)].join('\n');
}

/** A number that YAML 1.1 reads as a number too: with a point before an exponent. */
export function numberText(value: number): string {
  // Integers that are large enough for an exponent are refused before. Others have a point, or are as small as 1e-7.
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

// Two groups of characters are escaped. A YAML parser refuses the first, drops them or takes them as a line break: C0 and
// C1 controls, U+2028, U+2029, the byte order mark, non-characters. The second change how a text looks: no-break and
// zero-width spaces, direction controls, tags. U+200C and U+200D are not escaped: words and emoji need them. The ranges are
// written out. Unicode properties change with the version of Node, and the same text must give the same file.
const CHARACTER_TO_ESCAPE = new RegExp(
  [
    '[\\0-\\x08\\x0b-\\x1f\\x7f-\\xa0\\xad\\u061c\\u1680\\u180e\\u2000-\\u200b\\u200e\\u200f\\u2028-\\u202f',
    '\\u205f-\\u206f\\u3000\\ufeff\\ufff0-\\ufffc\\ufffe\\uffff\\u{e0000}-\\u{10ffff}]',
  ].join(''),
  'u',
);
const CHARACTERS_TO_ESCAPE = new RegExp(CHARACTER_TO_ESCAPE, 'gu');

// False for every text that a parser could read as something else than a string. Too many quotes are no problem.
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

// Decimal, octal, hexadecimal, binary and sexagesimal numbers, with underscores or commas; dates and times; exponents
// alone (in YAML 1.1 the package `yaml` reads E0 as NaN); .inf and .nan.
const LIKE_A_NUMBER = /^[-+]?(?:[.\d][\da-fox_.,:+tz\s-]*|e[-+]?\d+|\.?(?:inf|nan|infinity))$/i;

/** Thrown if kubectl cannot read a scalar. */
export class ScalarError extends Error {
  constructor(
    message: string,
    readonly help?: string,
  ) {
    super(message);
  }
}

const WORDS = new Map<string, boolean | null>([
  ...spellings(true, 'y', 'yes', 'true', 'on'),
  ...spellings(false, 'n', 'no', 'false', 'off'),
  ...spellings(null, 'null'),
  ['', null],
  ['~', null],
]);

function spellings<T>(value: T, ...words: readonly string[]): (readonly [string, T])[] {
  return words.flatMap((word) => {
    const capital = word.charAt(0).toUpperCase() + word.slice(1);
    return [word, capital, word.toUpperCase()].map((one) => [one, value] as const);
  });
}

/**
 * The value of a plain scalar, as kubectl reads it: its library, sigs.k8s.io/yaml, reads YAML 1.1, in which `yes` and `on` are
 * booleans, `0777` is octal, and a date is a text (resolve in go.yaml.in/yaml/v2, resolve.go).
 */
export function plainValue(text: string): string | number | boolean | null {
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  // A digit, a sign or a dot.
  if (!((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46)) return text;
  return numberOf(text) ?? text;
}

function numberOf(text: string): number | undefined {
  if (/^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(text)) {
    throw new ScalarError(`kubectl cannot read ${text}: JSON has no such number`, 'put a text in quotes');
  }
  // The library removes underscores, unless a dot is the first character.
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '');
  const integer = integerOf(plain);
  if (integer !== undefined) return integer;
  if (!/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(plain)) return undefined;
  const number = Number(plain);
  return Number.isFinite(number) ? number : undefined;
}

const BASES: readonly (readonly [pattern: RegExp, base: number])[] = [
  [/^([-+]?)0[xX]([\da-fA-F]+)$/, 16],
  [/^([-+]?)0[bB]([01]+)$/, 2],
  [/^([-+]?)0[oO]?([0-7]+)$/, 8],
];

function integerOf(text: string): number | undefined {
  if (/^[-+]?(?:0|[1-9]\d*)$/.test(text)) return Number(text);
  for (const [pattern, base] of BASES) {
    const [, sign, digits = ''] = pattern.exec(text) ?? [];
    if (sign === undefined) continue;
    const value = BigInt(`0${'xbo'[[16, 2, 8].indexOf(base)]}${digits}`);
    // A larger one is no integer, and none of the other forms of a number either, unless it is octal.
    if (value >= 2n ** 64n) return base === 8 && /^[-+]?0\d+$/.test(text) ? Number(text) : undefined;
    return sign === '-' ? -Number(value) : Number(value);
  }
  return undefined;
}

const LONG = 'tag:yaml.org,2002:';

/**
 * The value of a scalar with a tag, such as `!!str 5`. A tag that the library does not know is ignored.
 *
 * @param tag as it is written, or long
 */
export function taggedValue(tag: string, text: string): string | number | boolean | null {
  const name = tag.startsWith(LONG) ? `!!${tag.slice(LONG.length)}` : tag;
  if (name === '!!binary') return Buffer.from(text, 'base64').toString('utf8');
  if (!['!!bool', '!!int', '!!float', '!!null'].includes(name)) return text;
  const value = plainValue(text);
  if (name === tagOf(value) || (name === '!!float' && typeof value === 'number')) return value;
  throw new ScalarError(`${JSON.stringify(text)} is no ${name}`);
}

function tagOf(value: unknown): string {
  if (value === null) return '!!null';
  if (typeof value === 'boolean') return '!!bool';
  if (typeof value === 'number') return Number.isInteger(value) ? '!!int' : '!!float';
  return '!!str';
}

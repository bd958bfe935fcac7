import type { RE2JS } from 're2js';

// Letters, digits and escaped punctuation, between anchors: the pattern of a text that is equal, begins or ends with one.
const LITERAL = /^\^?(?:[\w /:@#%&=,;'"<>~!-]|\\[!-/:-@[-`{-~])*\$?$/;

/** The package is large, and most patterns are literal. */
function re2(): typeof RE2JS {
  return (require('re2js') as typeof import('re2js')).RE2JS;
}

/** Why RE2 refuses the pattern; undefined if it compiles. */
export function regexError(pattern: string): string | undefined {
  if (LITERAL.test(pattern)) return undefined;
  try {
    re2().compile(pattern);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace(/^error parsing regexp: /, '');
  }
}

/** Whether a text matches the pattern, by its own; undefined if the pattern does not compile. */
export function matcherOf(pattern: string): ((text: string) => boolean) | undefined {
  const literal = literalOf(pattern);
  if (literal !== undefined) {
    const { text: part, isStart, isEnd } = literal;
    if (isStart && isEnd) return (text) => text === part;
    if (isStart) return (text) => text.startsWith(part);
    return isEnd ? (text) => text.endsWith(part) : (text) => text.includes(part);
  }
  if (regexError(pattern) !== undefined) return undefined;
  const regex = re2().compile(pattern);
  return (text) => regex.matcher(text).find();
}

/** A pattern that finds one text, and where. */
export interface Literal {
  readonly text: string;
  /** Whether it begins with ^. */
  readonly isStart: boolean;
  /** Whether it ends with $. */
  readonly isEnd: boolean;
}

/** The text that a pattern finds; undefined if it may find several. */
export function literalOf(pattern: string): Literal | undefined {
  if (!LITERAL.test(pattern)) return undefined;
  const inner = pattern.replace(/^\^/, '');
  const isEnd = /^(?:[^\\]|\\.)*\$$/su.test(inner);
  const text = (isEnd ? inner.slice(0, -1) : inner).replace(/\\(.)/gsu, '$1');
  return { text, isStart: inner !== pattern, isEnd };
}

/** Whether the pattern matches every text, the empty one too; false for one that does not compile, or is empty. */
export function findsEveryText(pattern: string): boolean {
  if (LITERAL.test(pattern)) return pattern === '^' || pattern === '$';
  if (regexError(pattern) !== undefined) return false;
  const regex = re2().compile(pattern);
  return ['', SAMPLE].every((text) => regex.matcher(text).find());
}

// Has all characters of ASCII and others, so that neither [^/]* nor ^.*$, which ends at a line, matches it whole. It is longer
// than RE2 lets a pattern count.
const SAMPLE =
  `${Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).join('')}é\ue000`.repeat(12);

/** Whether the pattern matches only whole texts: each alternative begins with ^ or \A and ends with $ or \z. */
export function isAnchored(pattern: string): boolean {
  // The flags i and s do not change the meaning of ^ and $. Other flags may.
  return alternatives(pattern.replace(/^\(\?[is]+\)/, '')).every((one) => {
    const group = /^\((?:\?:|\?P?<\w+>)?(.*)\)$/s.exec(one);
    if (group?.[1] !== undefined && isOneGroup(one)) return isAnchored(group[1]);
    return /^(?:\^|\\A)/.test(one) && /(?:^|[^\\])(?:\\\\)*(?:\$|\\z)$/.test(one);
  });
}

/** The pattern, split at the bars outside of groups and classes. */
export function alternatives(pattern: string): string[] {
  const found = [''];
  let depth = 0;
  for (const token of tokens(pattern)) {
    if (token === '(') depth++;
    if (token === ')') depth--;
    if (token === '|' && depth === 0) found.push('');
    else found.push((found.pop() ?? '') + token);
  }
  return found;
}

function isOneGroup(pattern: string): boolean {
  let depth = 0;
  return tokens(pattern).every((token, index, all) => {
    if (token === '(') depth++;
    if (token === ')') depth--;
    return depth > 0 || index === all.length - 1;
  });
}

// An escaped character or a whole class is one token, because a bar or parenthesis in it is literal.
function tokens(pattern: string): string[] {
  return pattern.match(/\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|./gsu) ?? [];
}

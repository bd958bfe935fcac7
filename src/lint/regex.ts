import { RE2JS } from 're2js';

/** Why RE2 refuses the pattern; undefined if it compiles. */
export function regexError(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether the pattern matches every text, the empty one too; false for one that does not compile, or is empty. */
export function findsEveryText(pattern: string): boolean {
  if (pattern === '' || regexError(pattern) !== undefined) return false;
  const regex = RE2JS.compile(pattern);
  return ['', SAMPLE].every((text) => regex.matcher(text).find());
}

// Has one of most kinds of characters, so that [^/]* does not match it whole, and is longer than RE2 lets a pattern count.
const SAMPLE =
  `${Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('')}é\ue000`.repeat(12);

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
function alternatives(pattern: string): string[] {
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

import { RE2JS } from 're2js';

/** Why RE2 refuses the pattern; undefined when it compiles. */
export function regexError(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether the pattern matches whole texts only: every alternative begins with ^ (or \A) and ends with $ (or \z). */
export function isAnchored(pattern: string): boolean {
  // Other flags than these change what ^ and $ mean.
  return alternatives(pattern.replace(/^\(\?[is]+\)/, '')).every((one) => {
    const group = /^\((?:\?:|\?P?<\w+>)?(.*)\)$/s.exec(one);
    if (group?.[1] !== undefined && isOneGroup(one)) return isAnchored(group[1]);
    return /^(?:\^|\\A)/.test(one) && /(?:^|[^\\])(?:\\\\)*(?:\$|\\z)$/.test(one);
  });
}

/** The pattern, split at the bars that are in no group and no class. */
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

// Escaped characters and whole classes are one token each: no bar or parenthesis in them means anything.
function tokens(pattern: string): string[] {
  return pattern.match(/\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|./gsu) ?? [];
}

/** The pattern that matches whatever has a character. */
export const ANY_VALUE = '(?s).';

/**
 * The RE2 pattern for what somebody meant who wrote a glob, such as `feature/*`; undefined for a text that is none. In a
 * glob, * is any text. In a pattern it repeats the character before it, or has none to repeat.
 */
export function regexOfGlob(pattern: string): string | undefined {
  const text = pattern.replace(/^\^|\$$/g, '');
  const isAnchored = text !== pattern;
  // In `release.*`, the pattern is meant. Who writes an anchor knows patterns, but repeats neither a slash nor a dash.
  const star = isAnchored ? /(?:[/-]|\/v)\*/ : /(?:^|[^.])\*/;
  if (!/^[\w/@:,~ .*-]+$/.test(text) || !star.test(text)) return undefined;
  // Of these characters, only the dot has a meaning in a pattern.
  const literals = text.split(/\*+/).map((literal) => literal.replaceAll('.', '\\.'));
  const regex = `^${literals.join('.*')}$`.replace(/^\^\.\*/, '').replace(/\.\*\$$/, '');
  return regex === '' || regex === '$' ? ANY_VALUE : regex;
}

import type { Finding } from '../src/findings/finding';

/** Forms that no message has, and what they are. */
const BANNED: readonly (readonly [RegExp, string])[] = [
  [/\bundefined\b|\[object /, 'a value of JavaScript'],
  [/\ballowed:|\bis not allowed\b|lacks a field/, 'the old wording'],
  [/\bmust (?:NOT|be|have|match)\b/, 'a text of ajv'],
  [/\{"|\[(?:"|\{|\d+,)/, 'an object or a list as JSON'],
  [/\(\?[:!=]|\^\(|\)\$|\[\^|\\[dswb]/, 'a pattern'],
  [/n't\b/, 'a contraction'],
  [/\.$/, 'a final period'],
];

/**
 * The findings whose message or help has a form that helps nobody, each with what it is. What stands in quotes is the
 * user's own, or what to write.
 */
export function badlyWorded(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ rule, message, help }) =>
    [message, help ?? ''].flatMap((text) => {
      const own = text.replace(/"(?:\\.|[^"\\])*"/g, '""').replace(/`[^`]*`/g, '``');
      const [, what] = BANNED.find(([form]) => form.test(own)) ?? [];
      return what === undefined ? [] : [`${what} [${rule}]: ${text}`];
    }),
  );
}

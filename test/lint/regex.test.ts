import fc from 'fast-check';
import { RE2JS } from 're2js';
import { isAnchored, matcherOf, regexError } from '../../src/lint/regex';

test.each([
  '^a$',
  '\\Aa\\z',
  '(?i)^a$',
  '^(a|b)$',
  '^a$|^b$',
  '(^a$|^b$)',
  '(?:^a$)',
  '(?P<n>^a$)',
  '^a[|(]b$',
  '^[]|]$',
  '^a\\\\$',
  '^$',
])('%s matches whole texts only', (pattern) => {
  expect(isAnchored(pattern)).toBe(true);
});

test.each([
  'a',
  '^a',
  'a$',
  '^a|b$',
  '^a\\$',
  '(^a$)|b',
  '(^a)(b$)',
  '(?m)^a$',
  '[^a$]',
  '',
  '^[[:alpha:]|]',
])('%j matches more', (pattern) => {
  expect(isAnchored(pattern)).toBe(false);
});

test('RE2 says what is wrong with a pattern', () => {
  expect(regexError('a(')).toContain('missing closing )');
  expect(regexError('(?=a)')).toEqual(expect.any(String));
  expect(regexError('^a$')).toBeUndefined();
});

test('the patterns for which RE2 is not asked are ones that it accepts', () => {
  // Printable characters, of which many are operators, and the start and end of a pattern.
  const text = fc.string({
    unit: fc.oneof(fc.string({ minLength: 1, maxLength: 1 }), fc.constantFrom('\\', '^', '$')),
  });
  fc.assert(
    fc.property(text, (pattern) => {
      const compile = () => RE2JS.compile(pattern);
      if (regexError(pattern) === undefined) expect(compile).not.toThrow();
      else expect(compile).toThrow();
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['a', 'xay', 'b'],
  ['^a', 'ab', 'ba'],
  ['a$', 'ba', 'ab'],
  ['^a\\.b$', 'a.b', 'axb'],
  ['a\\$', 'a$b', 'a'],
  ['^a\\\\$', 'a\\', 'a\\b'],
  ['', '', undefined],
  ['^(?:a|b)$', 'b', 'ab'],
  ['a.b', 'a-b', 'ab'],
])('the matcher of %s', (pattern, text, other) => {
  expect(matcherOf(pattern)?.(text)).toBe(true);
  if (other !== undefined) expect(matcherOf(pattern)?.(other)).toBe(false);
});

test('a pattern that does not compile has no matcher', () => {
  expect(matcherOf('(')).toBeUndefined();
});

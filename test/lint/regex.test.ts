import { isAnchored, regexError } from '../../src/lint/regex';

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

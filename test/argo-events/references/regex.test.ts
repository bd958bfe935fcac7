import fc from 'fast-check';
import { RE2JS } from 're2js';
import { exactly, quote, regexError } from '../../../src/argo-events/references/regex';

const finds = (pattern: string, text: string): boolean => RE2JS.compile(pattern).matcher(text).find();

/** Text with the characters that mean something in a pattern, beside any other. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'.*+?()[]{}|^$\\-/#& \n\tabABbot5é🔴'), maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

describe('exactly', () => {
  test.each([
    ['a character class', '5DLabs-Tess[bot]', 'evil-5DLabs-Tesso'],
    ['what comes before', '5DLabs-Tess[bot]', 'evil-5DLabs-Tess[bot]'],
    ['what comes after', '5DLabs-Tess[bot]', '5DLabs-Tess[bot]-evil'],
    ['a line break at the end', 'octocat', 'octocat\n'],
    ['another line', 'octocat', 'x\noctocat\ny'],
    ['upper and lower case', 'octocat', 'Octocat'],
    ['any character for a dot', 'a.b', 'axb'],
    ['one of two for a bar', 'a|b', 'a'],
    ['an end of the text for a dollar', 'a$', 'a'],
    ['a class for a backslash', String.raw`\d`, '5'],
  ])('does not take %s', (_, login, other) => {
    expect([login, other].map((candidate) => finds(exactly(login), candidate))).toEqual([true, false]);
  });

  test('matches any text itself, and no other', () => {
    fc.assert(
      fc.property(text, text, text, (literal, other, more) => {
        const pattern = exactly(literal);
        expect(finds(pattern, literal)).toBe(true);
        const others = [other, more, literal + more, more + literal, literal.slice(1), `${literal}\n`];
        others.push(literal.toUpperCase(), literal.toLowerCase(), literal.normalize('NFD'));
        for (const candidate of others.filter((one) => one !== literal)) {
          expect(finds(pattern, candidate)).toBe(false);
        }
      }),
    );
  });
});

describe('quote', () => {
  test('finds the text wherever it stands, and only where it stands', () => {
    fc.assert(
      fc.property(text, text, text, (literal, before, after) => {
        expect(finds(quote(literal), before + literal + after)).toBe(true);
        expect(finds(quote(literal), before)).toBe(before.includes(literal));
      }),
    );
  });
});

describe('regexError', () => {
  test.each(['[bot', '(', '*', String.raw`a\k`, '(?=look)', String.raw`(a)\1`, 'a{1001}'])(
    'RE2 refuses %s',
    (pattern) => {
      expect(regexError(pattern)).toEqual(expect.stringContaining('error parsing regexp'));
    },
  );

  test.each(['^task-[1-9][0-9]*$', '(?s).', '(?i)rex', String.raw`\pL+`])('RE2 takes %s', (pattern) => {
    expect(regexError(pattern)).toBeUndefined();
  });
});

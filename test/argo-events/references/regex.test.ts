import fc from 'fast-check';
import { RE2JS } from 're2js';
import { exactRegex, quoteRegex } from '../../../src/argo-events/references/regex';
import { textWith } from '../arbitrary';

const finds = (pattern: string, text: string): boolean => RE2JS.compile(pattern).matcher(text).find();

const text = textWith('.*+?()[]{}|^$\\-/#& \n\tabABbot5é🔴', { maxLength: 8 });

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
    expect([login, other].map((candidate) => finds(exactRegex(login), candidate))).toEqual([true, false]);
  });

  test('matches any text itself, and no other', () => {
    fc.assert(
      fc.property(text, text, text, (literal, other, more) => {
        const pattern = exactRegex(literal);
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
        expect(finds(quoteRegex(literal), before + literal + after)).toBe(true);
        expect(finds(quoteRegex(literal), before)).toBe(before.includes(literal));
      }),
    );
  });
});

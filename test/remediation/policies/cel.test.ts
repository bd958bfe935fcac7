import * as fc from 'fast-check';
import { cel, celAllOf, celAnyOf } from '../../../src/remediation/policies/cel';

test.each([
  ['a text', "'a text'"],
  ["it's", "'it\\'s'"],
  ['"a" \\ b', '\'"a" \\\\ b\''],
  ['two\nlines', "'two\\nlines'"],
  [7, '7'],
  [true, 'true'],
  [['a', 'b'], "['a', 'b']"],
  [[], '[]'],
])('%j is the literal %s', (value, literal) => {
  expect(cel`${value}`.cel).toBe(literal);
});

test('no text breaks out of its quotes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const { cel: literal } = cel`${text}`;
      expect(literal).toMatch(/^'(?:[^'\\\n]|\\.)*'$/u);
      // Its escapes are those of JSON, but for the quotes.
      const inside = literal.slice(1, -1).replaceAll("\\'", "'").replaceAll('"', '\\"');
      expect(JSON.parse(`"${inside}"`)).toBe(text);
    }),
  );
});

test('a piece of CEL is put in as it is', () => {
  const piece = cel`object.metadata.name`;
  expect(cel`size(${piece}) < ${10}`.cel).toBe('size(object.metadata.name) < 10');
});

test('an expression stands at the margin, and its pieces where they are put', () => {
  const either = celAnyOf([cel`a == 1`, cel`b == 2`]);
  expect(
    cel`
    x &&
      (${either})`.cel,
  ).toBe('x &&\n  (a == 1 ||\n  b == 2)');
  expect(celAllOf([cel`a`, cel`b`]).cel).toBe('a &&\nb');
});

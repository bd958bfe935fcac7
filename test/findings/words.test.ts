import { describe as inWords, joinAnd, joinOr, nearest, quote } from '../../src/findings/words';

describe('a value in a message', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;

  test.each<[unknown, string]>([
    ['text', '"text"'],
    ['two\nlines "quoted"', '"two\\nlines \\"quoted\\""'],
    ['', '""'],
    [7, '7'],
    [false, 'false'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    [null, 'null'],
    [{ a: [1, null] }, 'an object'],
    [{}, 'an empty object'],
    [cycle, 'an object'],
    [[1], 'a list'],
    [[], 'an empty list'],
    [undefined, 'nothing'],
    [10n, '10n'],
    [() => 1, 'a function'],
    [Symbol('s'), 'a symbol'],
  ])('%p is %s', (value, text) => {
    expect(inWords(value)).toBe(text);
  });

  test('is cut when it is long, and stays quoted', () => {
    expect(quote('x'.repeat(78))).toBe(`"${'x'.repeat(78)}"`);
    expect(quote('x'.repeat(200))).toBe(`"${'x'.repeat(77)}…"`);
  });

  test('is not cut through a character', () => {
    expect(quote(`${'x'.repeat(76)}🔴${'x'.repeat(9)}`)).toBe(`"${'x'.repeat(76)}…"`);
  });
});

test.each([
  [[], 'none'],
  [['a'], '"a"'],
  [['a', 1], '"a" or 1'],
  [['a', 'b', true], '"a", "b" or true'],
])('%j are joined', (values, text) => {
  expect(joinOr(values)).toBe(text);
  expect(joinAnd(values)).toBe(text.replace(' or ', ' and '));
});

describe('the name that was meant', () => {
  const known = ['shards', 'retry', 'storeRetry'];

  test.each([
    ['shard', 'shards'],
    ['SHARDS', 'shards'],
    ['retro', 'retry'],
    ['rtery', 'retry'],
    ['storesRetry', 'storeRetry'],
    ['entry', undefined],
    ['recorders', undefined],
    ['', undefined],
    ['x', undefined],
  ])('by %p is %p', (name, meant) => {
    expect(nearest(name, known)).toBe(meant);
  });

  test('is none if none is known', () => {
    expect(nearest('x', [])).toBeUndefined();
  });
});

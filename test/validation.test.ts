import { finding, quote, reject, toLine, unknownName, ValidationError } from '../src/validation';

describe('the wording of a finding', () => {
  test.each<[string, Parameters<typeof finding>, string]>([
    [
      'what is allowed, as a list',
      ['a', 'Comparator is not known', '~', ['=', '!=', '>']],
      'Comparator is not known: "~", allowed: "=", "!=" or ">"',
    ],
    ['as a list of none', ['a', 'Kind is wrong', 'x', []], 'Kind is wrong: "x", allowed: none'],
    ['as a list of one', ['a', 'Kind is wrong', 'x', ['y']], 'Kind is wrong: "x", allowed: "y"'],
    [
      'in words',
      ['a', 'Factor is no number', '2.0', 'a number'],
      'Factor is no number: "2.0", allowed: a number',
    ],
    ['not at all', ['a', 'Name is taken', 'x'], 'Name is taken: "x"'],
    ['numbers without quotes', ['a', 'Steps are wrong', 0, [1, 2]], 'Steps are wrong: 0, allowed: 1 or 2'],
  ])('%s', (_, wording, message) => {
    expect(finding(...wording)).toEqual({ path: 'a', message });
  });

  test('a rule goes to the end of the line', () => {
    expect(toLine(finding('app/sensor', 'Steps are wrong', 0, '1', 'retry-steps'))).toBe(
      '[app/sensor] Steps are wrong: 0, allowed: 1 [retry-steps]',
    );
  });

  test('a finding is one line, whatever its message was', () => {
    expect(toLine({ path: 'a', message: 'One\n  two\r\nthree\u2028four' })).toBe('[a] One two three four');
  });
});

describe('a name that is not known', () => {
  const known = ['shards', 'retry', 'storeRetry'];
  const list = 'allowed: "shards", "retry" or "storeRetry"';

  test.each([
    ['shard', 'did you mean "shards"?'],
    ['SHARDS', 'did you mean "shards"?'],
    ['entry', list],
    ['retro', 'did you mean "retry"?'],
    ['storesRetry', 'did you mean "storeRetry"?'],
    ['recorders', list],
    ['', list],
    ['x', list],
  ])('%p: %s', (name, hint) => {
    const message = `props has an unknown field: ${JSON.stringify(name)}, ${hint}`;
    expect(unknownName('a', 'props has an unknown field', name, known)).toEqual({ path: 'a', message });
  });

  test('of none', () => {
    expect(unknownName('a', 'It is', 'x', []).message).toBe('It is: "x", allowed: none');
  });
});

describe('a value in a message', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;

  test.each<[unknown, string]>([
    ['text', '"text"'],
    ['two\nlines "quoted"', '"two\\nlines \\"quoted\\""'],
    [{ a: [1, null] }, '{"a":[1,null]}'],
    [undefined, 'undefined'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    [10n, '10'],
    [() => 1, 'a function'],
    [Symbol('s'), 'Symbol(s)'],
    [cycle, 'an object'],
  ])('%p is %s', (value, text) => {
    expect(quote(value)).toBe(text);
  });

  test('is cut when it is long, and stays quoted', () => {
    expect(quote('x'.repeat(78))).toBe(`"${'x'.repeat(78)}"`);
    expect(quote('x'.repeat(200))).toBe(`"${'x'.repeat(77)}…"`);
    expect(quote(Array(100).fill(1))).toMatch(/^\[1,1.*…$/);
  });

  test('is not cut through a character', () => {
    expect(quote(`${'x'.repeat(76)}🔴${'x'.repeat(9)}`)).toBe(`"${'x'.repeat(76)}…"`);
  });
});

test('the message of an error is one line for each finding', () => {
  const error = new ValidationError([
    { path: 'a', message: 'One' },
    { path: 'b', message: 'Two', rule: 'some-rule' },
  ]);
  expect(error.message).toBe('[a] One\n[b] Two [some-rule]');
  expect(error.name).toBe('ValidationError');
});

test('what is rejected is thrown as one finding', () => {
  expect(() => reject('a/b', 'Name is empty', '', 'a name')).toThrow(
    new ValidationError([{ path: 'a/b', message: 'Name is empty: "", allowed: a name' }]),
  );
});

import fc from 'fast-check';
import {
  atLeast,
  atMost,
  contains,
  dataFilter,
  empty,
  endsWith,
  equals,
  type Filter,
  greaterThan,
  lessThan,
  matches,
  notEquals,
  oneOf,
  present,
  startsWith,
} from '../../../src/argo-events/filters';
import { field, first, referenceTo } from '../../../src/argo-events/references/reference';
import { textWith } from '../arbitrary';
import { comment, dataOf } from '../events';
import { dataFilterOf, passes } from './verdict';

const { body, headers } = comment;
const { action, issue } = body;
const { login } = body.comment.user;

const special = '.*[]()$^\\|a \n';

/** Which of the values pass. */
const passing = (filter: Filter, values: readonly unknown[]) =>
  values.filter((value) => passes(filter, value));

describe('the path', () => {
  test.each([
    ['of fields', equals(login, 'octocat'), 'body.comment.user.login'],
    [
      'of a header, which is an array',
      equals(headers['X-Github-Event'][0], 'push'),
      'headers.X-Github-Event.0',
    ],
    ['of a query', present(first(issue.labels, 'name', 'bug')), 'body.issue.labels.#(name=="bug")'],
    ['of a reserved name', present(field(field(body, 'then'), 'toJSON')), 'body.then.toJSON'],
    ['with a dot in a key', present(dataOf<{ 'a.b': string }>()['a.b']), String.raw`a\.b`],
  ])('%s', (_, filter, path) => {
    expect(dataFilterOf(filter).path).toBe(path);
  });
});

describe('equals', () => {
  test('trap: a string value is a pattern that matches anywhere, and [bot] is a class of characters', () => {
    const filter = equals(login, '5DLabs-Tess[bot]');
    expect(dataFilterOf(filter)).toEqual({
      path: 'body.comment.user.login',
      type: 'string',
      value: [String.raw`^5DLabs-Tess\[bot\]$`],
    });
    const others = ['evil-5DLabs-Tesso', '5DLabs-Tessb', '5DLabs-Tess[bot]-evil', '5dlabs-tess[bot]', null];
    expect(passing(filter, ['5DLabs-Tess[bot]', ...others])).toEqual(['5DLabs-Tess[bot]']);
  });

  test('compares a number as a number, a boolean as a boolean', () => {
    expect(dataFilterOf(equals(issue.number, 7))).toMatchObject({ type: 'number', value: ['7'] });
    expect(dataFilterOf(equals(issue.locked, false))).toMatchObject({ type: 'bool', value: ['false'] });
    expect(passing(equals(issue.locked, true), [true, false, null])).toEqual([true]);
    expect(passing(equals(issue.number, 7), [7, 70, 7.5])).toEqual([7]);
  });

  test('passes any string itself, and no other', () => {
    fc.assert(
      fc.property(textWith(special, { minLength: 1 }), textWith(special), (value, other) => {
        expect(passes(equals(login, value), value)).toBe(true);
        expect(passes(equals(login, value), other)).toBe(value === other);
        expect(passes(notEquals(login, value), other)).toBe(value !== other);
      }),
    );
  });
});

describe('oneOf', () => {
  test('passes each of the values, and nothing between them', () => {
    const filter = oneOf(login, ['rex[bot]', 'a|b']);
    expect(dataFilterOf(filter).value).toEqual([String.raw`^rex\[bot\]$`, String.raw`^a\|b$`]);
    expect(passing(filter, ['rex[bot]', 'a|b', 'a', 'rexb', 'rex[bot]a|b'])).toEqual(['rex[bot]', 'a|b']);
    expect(passing(oneOf(issue.number, [1, 2.5]), [1, 2, 2.5])).toEqual([1, 2.5]);
  });

  test('needs a value: the engine refuses a filter without', () => {
    expect(() => oneOf(login, [])).toThrow(
      'filter on comment.data.body.comment.user.login: there is no value; expected one value or more, of one type [filter]',
    );
  });

  test('needs values of one type: the engine has one type a filter', () => {
    const { id } = dataOf<{ id: string | number }>();
    expect(() => oneOf(id, ['1', 1])).toThrow(
      'filter on comment.data.id: the values are of several types: string, number; expected one value or more, of one type [filter]',
    );
  });

  test('cannot compare with an empty string, for which the engine has no value', () => {
    expect(() => oneOf(login, ['a', ''])).toThrow(
      'filter on comment.data.body.comment.user.login: the engine does not accept "" as a value; for an empty value, write empty(…) [filter]',
    );
    expect(() => equals(login, '')).toThrow('for an empty value, write empty(…)');
  });
});

describe('notEquals', () => {
  test('trap: the engine ignores the comparator of a boolean', () => {
    expect(dataFilterOf(notEquals(issue.locked, true))).toMatchObject({ type: 'bool', value: ['false'] });
    expect(passing(notEquals(issue.locked, true), [true, false])).toEqual([false]);
  });

  test('compares strings whole and numbers as numbers', () => {
    expect(passing(notEquals(action, 'created'), ['created', 'recreated', 'edited'])).toEqual([
      'recreated',
      'edited',
    ]);
    expect(passing(notEquals(issue.number, 7), [7, 8])).toEqual([8]);
  });

  test('of an empty string refuses null and the empty string', () => {
    expect(passing(notEquals(login, ''), ['', null, 'a'])).toEqual(['a']);
  });
});

describe('parts of a string', () => {
  test.each<[string, Filter, string[]]>([
    ['contains', contains(body.comment.body, '[x]'), ['[x]', 'a[x]', '[x]b', 'a[x]b']],
    ['startsWith', startsWith(body.comment.body, '[x]'), ['[x]', '[x]b']],
    ['endsWith', endsWith(body.comment.body, '[x]'), ['[x]', 'a[x]']],
  ])('%s quotes the text and knows where it stands', (_, filter, passed) => {
    expect(passing(filter, ['[x]', 'a[x]', '[x]b', 'a[x]b', 'x', 'a\n[x]\nb'])).toEqual(
      passed.length === 4 ? [...passed, 'a\n[x]\nb'] : passed,
    );
  });

  test('any text is found where it stands, and only there', () => {
    const text = textWith(special, { maxLength: 5, minLength: 1 });
    fc.assert(
      fc.property(text, text, (part, value) => {
        expect(passes(contains(login, part), value)).toBe(value.includes(part));
        expect(passes(startsWith(login, part), value)).toBe(value.startsWith(part));
        expect(passes(endsWith(login, part), value)).toBe(value.endsWith(part));
      }),
    );
  });

  test.each([
    [contains, ''],
    [startsWith, '^'],
    [endsWith, '$'],
  ])('an empty text would pass everything, and is refused: %p', (filter, pattern) => {
    expect(() => filter(login, '')).toThrow(
      `filter on comment.data.body.comment.user.login: "${pattern}" matches every text; ` +
        'for any text but "", write present(…) [filter]',
    );
  });
});

describe('matches', () => {
  test('takes a pattern as it is', () => {
    const filter = matches(login, '^task-[1-9][0-9]*$');
    expect(dataFilterOf(filter)).toMatchObject({ type: 'string', value: ['^task-[1-9][0-9]*$'] });
    expect(passing(filter, ['task-12', 'task-012', 'a-task-1'])).toEqual(['task-12']);
  });

  test('refuses a pattern that the engine would take and then drop every event', () => {
    expect(() => matches(login, '[bot')).toThrow(
      /^filter on comment\.data\.body\.comment\.user\.login: "\[bot" is no pattern of RE2: missing closing \]/,
    );
  });

  test.each(['(', '*', String.raw`a\k`, '(?=look)', '(?!look)', String.raw`(a)\1`, 'a{1001}'])(
    'refuses %j, which is no pattern of RE2',
    (pattern) => {
      expect(() => matches(login, pattern)).toThrow(`${JSON.stringify(pattern)} is no pattern of RE2: `);
    },
  );

  test.each([
    ['', 'for any text but "", write present(…)'],
    ['.*', 'for any text but "", write present(…)'],
    ['v*', 'write "^v"'],
  ])('refuses %j, which every text matches', (pattern, meant) => {
    expect(() => matches(login, pattern)).toThrow(`"${pattern}" matches every text; ${meant}`);
    expect(() => dataFilter(login, { type: 'string', value: ['^a$', pattern] })).toThrow(`"${pattern}"`);
  });

  test('says what to write for a glob that is no pattern', () => {
    expect(() => matches(login, '*.js')).toThrow(String.raw`; write "\\.js$"`);
  });

  test('takes a number for a number, and not for a pattern', () => {
    expect(dataFilterOf(dataFilter(issue.number, { type: 'number', value: ['1'] }))).toMatchObject({
      value: ['1'],
    });
  });

  test.each(['(?s).', '(?i)rex', String.raw`\pL+`, '^a|b$'])('takes %j, which is one', (pattern) => {
    expect(dataFilterOf(matches(login, pattern)).value).toEqual([pattern]);
  });
});

describe('presence', () => {
  const values = ['a', '\n', 0, false, [], {}, '', null];

  test('present refuses null and the empty string only', () => {
    expect(passing(present(login), values)).toEqual(['a', '\n', 0, false, [], {}]);
  });

  test('empty passes null and the empty string only', () => {
    expect(passing(empty(login), values)).toEqual(['', null]);
  });
});

describe('numbers', () => {
  test.each<[string, Filter, number[]]>([
    ['greaterThan', greaterThan(issue.number, 2), [3, 10]],
    ['atLeast', atLeast(issue.number, 2), [2, 3, 10]],
    ['lessThan', lessThan(issue.number, 2), [-1, 1.5]],
    ['atMost', atMost(issue.number, 2), [-1, 1.5, 2]],
  ])('%s', (_, filter, passed) => {
    expect(dataFilterOf(filter)).toMatchObject({ path: 'body.issue.number', type: 'number', value: ['2'] });
    expect(passing(filter, [-1, 1.5, 2, 3, 10])).toEqual(passed);
  });
});

describe('a data filter', () => {
  test('needs a field: the engine finds no value at an empty path', () => {
    expect(() => present(comment)).toThrow(
      'a data filter cannot read comment.data; expected a field of the event data',
    );
  });

  test('does not see the context, where its path would be looked up in the data', () => {
    const { id } = referenceTo<{ id: string }>({ dependency: 'comment', part: 'context', path: [] });
    expect(() => present(id)).toThrow(
      'a data filter cannot read comment.context.id; expected a field of the event data',
    );
  });
});

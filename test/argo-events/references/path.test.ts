import fc from 'fast-check';
import { gjsonPath, goString, sjsonPath, templatePath } from '../../../src/argo-events/references/path';
import { textWith } from '../arbitrary';
import { readGjson, readSjson } from './readers';

/** Keys, often of the characters that mean something to gjson or sjson, or of digits. */
const key = fc.oneof(
  textWith('.\\*?#@|:!{}[]()~^$%&=<>,;+-_/ "\'`01aé🔴\n', { minLength: 1 }),
  fc.nat().map(String),
);

describe('gjsonPath', () => {
  test.each([
    ['a dot ends a key', ['app.kubernetes.io', 'name'], String.raw`app\.kubernetes\.io.name`],
    ['a dash needs no escape', ['X-GitHub-Event'], 'X-GitHub-Event'],
    ['digits are digits, in an object as in an array', ['labels', 0, '1'], 'labels.0.1'],
    ['a star is a wildcard', ['a*'], String.raw`a\*`],
    ['a question mark is a wildcard', ['a?'], String.raw`a\?`],
    ['a hash is a query', ['#', 'a#'], String.raw`\#.a\#`],
    ['an at sign is a modifier', ['@this'], String.raw`\@this`],
    ['a pipe ends a key', ['a|b'], String.raw`a\|b`],
    ['a colon means nothing', ['a:b'], 'a:b'],
    ['a backslash escapes', ['a\\b'], String.raw`a\\b`],
    ['an exclamation mark is a literal', ['!"x"'], String.raw`\!\"x\"`],
    ['brackets and braces are multipaths', ['[a]', '{b}'], String.raw`\[a\].\{b\}`],
    ['other letters than those of ASCII', ['é', '🔴'], 'é.🔴'],
    [
      'a query stays as it is',
      ['labels', { query: '#(name=="x")' }, 'a.b'],
      String.raw`labels.#(name=="x").a\.b`,
    ],
    ['an empty key behind another', ['a', '', 'b'], 'a..b'],
  ])('%s', (_, steps, path) => {
    expect(gjsonPath(steps)).toBe(path);
  });

  test('whatever the keys, gjson reads the same ones', () => {
    fc.assert(
      fc.property(fc.array(key, { minLength: 1 }), (keys) => {
        expect(readGjson(gjsonPath(keys))).toEqual(keys);
      }),
    );
  });
});

describe('sjsonPath', () => {
  test.each([
    ['a dot ends a key', ['app.kubernetes.io', 'name'], String.raw`app\.kubernetes\.io.name`],
    ['a dash needs no escape', ['task-id'], 'task-id'],
    ['a number is an index', ['labels', 0], 'labels.0'],
    ['a key of digits is no index', ['data', '0'], 'data.:0'],
    ['a key -1 does not append', ['data', '-1'], 'data.:-1'],
    ['a colon at the start would vanish', [':a'], String.raw`\:a`],
    ['stars, hashes, at signs and pipes are refused by sjson', ['*?#@|'], String.raw`\*\?\#\@\|`],
    ['a backslash escapes', ['a\\b'], String.raw`a\\b`],
    ['other letters than those of ASCII', ['é', '🔴'], 'é.🔴'],
  ])('%s', (_, keys, path) => {
    expect(sjsonPath(keys)).toBe(path);
  });

  test('whatever the keys and indexes, sjson writes to the same ones', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(key, fc.nat()), { minLength: 1 }), (keys) => {
        expect(readSjson(sjsonPath(keys))).toEqual(keys);
      }),
    );
  });
});

describe('an empty key', () => {
  test.each([[['']], [['', '', 'a']]])('%j is refused: gjson would take its path for another one', (keys) => {
    expect(() => gjsonPath(keys)).toThrow(/empty/i);
  });

  test('is a member of an object, not an index', () => {
    expect(readSjson(sjsonPath(['data', '']))).toEqual(['data', '']);
    expect(readSjson(sjsonPath(['']))).toEqual(['']);
  });
});

describe('templatePath', () => {
  test.each([
    ['names are fields', ['body', 'issue_2', '_x'], '.Input.body.issue_2._x'],
    ['a dash is no part of a name', ['body', 'X-GitHub-Event'], '(index .Input "body" "X-GitHub-Event")'],
    ['an index is a number', ['labels', 0, 'name'], '(index .Input "labels" 0 "name")'],
    ['a key of digits is a string', ['counts', '0'], '(index .Input "counts" "0")'],
    ['a name does not begin with a digit', ['1st'], '(index .Input "1st")'],
    ['letters beyond ASCII, quotes and backslashes', ['é"\\'], String.raw`(index .Input "é\"\\")`],
    ['an empty key', ['a', ''], '(index .Input "a" "")'],
    ['nothing is the whole', [], '.Input'],
  ])('%s', (_, steps, expression) => {
    expect(templatePath(steps)).toBe(expression);
  });

  test('a query cannot be written in a template', () => {
    expect(() => templatePath(['labels', { query: '#' }])).toThrow(
      'text`…` cannot have first(…), each(…) or count(…)',
    );
  });
});

test('goString has only escapes that Go knows, and no line break', () => {
  fc.assert(
    fc.property(textWith('"\\\n\u007f\u0085\u009f\u2028<'), (text) => {
      const literal = goString(text);
      expect(JSON.parse(literal)).toBe(text);
      expect(literal).toMatch(/^"(?:[^"\\\p{Cc}]|\\["\\bfnrt]|\\u[0-9a-f]{4})*"$/u);
    }),
  );
});

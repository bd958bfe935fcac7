import * as fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import { toYaml } from '../../src/gitops/yaml';
import { jsonObject, TREACHEROUS } from './arbitrary';

type Value = Record<string, unknown>;

// What starts or ends a document, or a directive, at the start of a line.
const SEPARATOR = /^(?:---|\.\.\.|%)/m;

// What a document reads back as under each version and schema of YAML. The json schema is not among them: it
// refuses every plain string, so that Kubernetes manifests in general are no documents of it.
const READERS = {
  'YAML 1.1': (text: string) => parse(text, { version: '1.1' }),
  'YAML 1.2, core schema': (text: string) => parse(text, { version: '1.2', schema: 'core' }),
  'YAML 1.2 with merge keys': (text: string) => parse(text, { version: '1.2', merge: true }),
} satisfies Record<string, (text: string) => unknown>;

describe.each(Object.entries(READERS))('%s reads back', (_, read) => {
  test('any object, keys in the same order', () => {
    const check = (object: Value) =>
      expect(JSON.stringify(read(toYaml(object)))).toBe(JSON.stringify(object));
    fc.assert(fc.property(jsonObject, check), { numRuns: 1000 });
  });

  test.each(TREACHEROUS)('%j as a value, an item and a key, at any depth', (text) => {
    const object = {
      value: text,
      list: [text, [text, { deep: text }]],
      [text]: 1,
      map: { [text]: { [text]: text } },
      end: text,
    };
    expect(JSON.stringify(read(toYaml(object)))).toBe(JSON.stringify(object));
    expect(toYaml(object)).not.toMatch(SEPARATOR);
  });
});

test('a reader that knows only strings finds the same strings, so nothing hangs on how a plain one is resolved', () => {
  const leaves = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(leaves);
    if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value : null;
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, leaves(field)]));
  };
  const strings = (value: unknown, origin: unknown): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => strings(item, (origin as unknown[])[index]));
    if (typeof value !== 'object' || value === null) return typeof origin === 'string' ? value : null;
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => [key, strings(field, (origin as Value)[key])]),
    );
  };
  fc.assert(
    fc.property(jsonObject, (object) => {
      const read: unknown = parse(toYaml(object), { schema: 'failsafe' });
      expect(JSON.stringify(strings(read, object))).toBe(JSON.stringify(leaves(object)));
    }),
    { numRuns: 1000 },
  );
});

test('a document is one document for tools that split at lines of three dashes', () => {
  fc.assert(
    fc.property(jsonObject, (object) => {
      const text = toYaml(object);
      expect(text).not.toMatch(SEPARATOR);
      expect(parseAllDocuments(text)).toHaveLength(1);
    }),
  );
});

test('no character is left in the text that a reader may drop, refuse or take for a line break', () => {
  fc.assert(
    fc.property(jsonObject, (object) => {
      expect(toYaml(object)).not.toMatch(
        /[^\n\t\x20-\x7e\xa1-\u2027\u202f-\ufefe\uff00-\ufffd\u{10000}-\u{dffff}]/u,
      );
    }),
  );
});

describe('it is readable', () => {
  const render = (value: unknown) => toYaml({ a: value });

  test.each([
    [
      'a jq program as a literal block',
      '.body as $b\n| { a: $b.x }\n',
      'a: |\n  .body as $b\n  | { a: $b.x }\n',
    ],
    ['without a line break at the end', 'a\nb', 'a: |-\n  a\n  b\n'],
    ['with several', 'a\n\n', 'a: |+\n  a\n\n'],
    ['with a first line that is indented', '  a\nb', 'a: |2-\n    a\n  b\n'],
    [
      'with a first line that is indented by a tab, which Go reads only so',
      '\n\ta\nb',
      'a: |2-\n\n  \ta\n  b\n',
    ],
    ['but with spaces at the end in quotes', ' a\n  ', 'a: " a\\n  "\n'],
    ['nothing but white space in quotes', ' \n', 'a: " \\n"\n'],
    ['with tabs inside', 'if\n\tx\n', 'a: |\n  if\n  \tx\n'],
    ['a pattern in single quotes where it needs any', '[bot]\\.', "a: '[bot]\\.'\n"],
    ['plain words, urls, images, flags and durations', 'a/b:1.2', 'a: a/b:1.2\n'],
    ['emoji', '🔴 Required Changes', 'a: 🔴 Required Changes\n'],
    ['long lines on one line', 'word '.repeat(100).trim(), `a: ${'word '.repeat(100).trim()}\n`],
    ['long quoted lines on one line', ' word'.repeat(100), `a: "${' word'.repeat(100)}"\n`],
    ['lists two deeper than their field', [1, ['b']], 'a:\n  - 1\n  - - b\n'],
    ['what is empty', [{}, [], '', null], 'a:\n  - {}\n  - []\n  - ""\n  - null\n'],
  ])('%s', (_, value, text) => {
    expect(render(value)).toBe(text);
  });

  test('an object that stands in two places is written twice, without anchor', () => {
    const shared = { b: [1] };
    expect(toYaml({ c: shared, d: shared })).toBe('c:\n  b:\n    - 1\nd:\n  b:\n    - 1\n');
  });
});

describe('trap: cdk8s writes it without quotes, and YAML 1.1 reads something else', () => {
  test.each(['=', '<<', 'yes', 'on', 'no', 'off', 'y', 'n'])('%s', (text) => {
    expect(toYaml({ comparator: text, [text]: 1 })).toBe(`comparator: "${text}"\n"${text}": 1\n`);
  });
});

describe('numbers', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [9007199254740991, '9007199254740991'],
    [-1, '-1'],
    [0.1, '0.1'],
    [1e-7, '1.0e-7'],
    [-2.5e-10, '-2.5e-10'],
  ])('%s', (value, text) => {
    expect(toYaml({ a: value })).toBe(`a: ${text}\n`);
  });
});

test('undefined fields are left out, null stays', () => {
  expect(toYaml({ a: undefined, b: null, c: { d: undefined } })).toBe('b: null\nc: {}\n');
});

test('what JSON has no exact form of is refused, all of it at once', () => {
  const object = { when: new Date(0), items: [Number.NaN, undefined], id: 2 ** 53 };
  expect(() => toYaml(object)).toThrow(
    [
      'when: an instance of Date has no form in JSON; expected a text, number, boolean, null, list or plain object [json-value]',
      'items[0]: NaN has no form in JSON; expected a finite number [json-value]',
      'items[1]: the item is missing; expected a text, number, boolean, null, list or plain object [json-value]',
      'id: 9007199254740992 is too large to be exact; expected at most 9007199254740991, or a text [json-value]',
    ].join('\n'),
  );
});

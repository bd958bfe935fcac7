import { docComment } from '../../scripts/imports/comments';
import { type JsonSchema, ref } from '../../scripts/imports/schema';
import { typescript } from '../../scripts/imports/typescript';

/** The type of a property with this schema. */
function typeOf(schema: JsonSchema): string {
  const [, type] = / {2}field\?: (.*);\n/.exec(typescript({ T: { properties: { field: schema } } })) ?? [];
  return type ?? '';
}

describe('the TypeScript of', () => {
  test.each<[string, JsonSchema, string]>([
    ['a string', { type: 'string' }, 'string'],
    ['an integer', { type: 'integer', format: 'int64' }, 'number'],
    ['a boolean', { type: 'boolean' }, 'boolean'],
    ['an int-or-string', { type: ['integer', 'string'] }, 'number | string'],
    ['a constant', { type: 'string', const: 'Sensor' }, "'Sensor'"],
    ['a closed list', { type: 'string', enum: ['', '>=', "it's"] }, "'' | '>=' | 'it\\'s'"],
    ['a reference', ref('Volume'), 'Volume'],
    ['a list', { type: 'array', items: ref('Volume') }, 'Volume[]'],
    [
      'a list of a closed list',
      { type: 'array', items: { enum: ['ADD', 'DELETE'] } },
      "('ADD' | 'DELETE')[]",
    ],
    ['a map', { type: 'object', additionalProperties: { type: 'string' } }, '{ [key: string]: string }'],
    ['a free object', { type: 'object' }, '{ [key: string]: unknown }'],
    ['anything', {}, 'unknown'],
  ])('%s', (_, schema, expected) => {
    expect(typeOf(schema)).toBe(expected);
  });

  test('definitions: sorted, with what is required, open, described and no object', () => {
    const text = typescript({
      Resource: {
        description: 'Any object.',
        properties: { kind: { type: 'string', description: 'Its kind' }, 'a-b': { type: 'string' } },
        required: ['kind'],
        additionalProperties: true,
      },
      Amount: { type: 'number' },
    });
    expect(text).toBe(
      [
        'export type Amount = number;',
        '',
        '/** Any object. */',
        'export interface Resource {',
        "  'a-b'?: string;",
        '  /** Its kind */',
        '  kind: string;',
        '  [key: string]: unknown;',
        '}',
        '',
      ].join('\n'),
    );
  });

  test('a choice, which a type with optional properties does not show', () => {
    const text = typescript({
      Source: {
        properties: { a: {}, b: {}, c: {} },
        oneOf: [{ required: ['a'] }, { required: ['b', 'c'] }],
        anyOf: [{ required: ['a'] }, { properties: { b: { const: true } } }],
      },
    });
    expect(text).toMatch(/^\/\*\* Exactly one of `a`, `b` with `c` has to be there\. \*\/\n/);
  });

  test('a long closed list, one value a line', () => {
    const values = ['a', 'b'].map((letter) => letter.repeat(60));
    const text = typescript({ T: { properties: { field: { type: 'string', enum: values } } } });
    expect(text).toContain(`  field?:\n    | '${values[0]}'\n    | '${values[1]}';\n`);
  });

  test('an object without a name fails', () => {
    const inline = { type: 'object', properties: { inner: { type: 'object', properties: { a: {} } } } };
    expect(() => typescript({ T: inline })).toThrow('An object with the properties "a" has no name');
  });

  test('an unknown schema type fails', () => {
    expect(() => typescript({ T: { type: 'null' } })).toThrow(
      'There is no TypeScript type for the schema type "null"',
    );
  });
});

describe('a doc comment', () => {
  test('is on one line if it fits, and none for no text', () => {
    expect(docComment('Short.', '  ')).toEqual(['  /** Short. */']);
    expect(docComment('  ', '')).toEqual([]);
  });

  test('cannot end early', () => {
    expect(docComment('Paths such as */x', '')).toEqual(['/** Paths such as *\\/x */']);
  });

  test('keeps paragraphs and indentation, wraps long lines, and breaks no word', () => {
    const link = `https://example.com/${'x'.repeat(130)}`;
    const lines = docComment(`One.\n\n- ${'word '.repeat(30)}\n  ${'more '.repeat(30)}\n${link}`, '  ');
    expect(lines.slice(0, 3)).toEqual(['  /**', '   * One.', '   *']);
    expect(lines).toContain(`   * ${link}`);
    expect(lines.filter((line) => line.length > 120)).toHaveLength(1);
    expect(lines.filter((line) => /^ {3}\* {3}more/.test(line))).toHaveLength(2);
  });
});

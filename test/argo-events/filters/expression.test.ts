import fc from 'fast-check';
import { expression, type Filter } from '../../../src/argo-events/filters';
import type { Scalar } from '../../../src/argo-events/references/ref';
import { referenceTo } from '../../../src/argo-events/references/reference';
import { textWith } from '../arbitrary';
import { comment, dataOf } from '../events';

const { issue, action } = comment.body;

/** The expression of a filter, and the paths of its variables. */
function exprOf(filter: Filter) {
  const [only] = filter.toFilter().exprs ?? [];
  return { expr: only?.expr, fields: only?.fields.map(({ name, path }) => `${name}=${path}`) };
}
const constant = (value: Scalar) => exprOf(expression`${action} == ${value}`).expr?.replace('v0 == ', '');

describe('an expression', () => {
  test('has a variable without dots for each reference: govaluate takes a dot for an access to a field', () => {
    expect(exprOf(expression`${issue.number} > ${3} && ${issue.locked} == ${false}`)).toEqual({
      expr: 'v0 > 3 && v1 == false',
      fields: ['v0=body.issue.number', 'v1=body.issue.locked'],
    });
  });

  test('has one variable for two references to one value', () => {
    expect(exprOf(expression`${issue.number} > ${3} && ${issue.number} < ${9}`)).toEqual({
      expr: 'v0 > 3 && v0 < 9',
      fields: ['v0=body.issue.number'],
    });
  });

  test('escapes the paths of its variables', () => {
    const data = dataOf<{ 'a.b': number }>();
    expect(exprOf(expression`${data['a.b']} > ${1}`).fields).toEqual([String.raw`v0=a\.b`]);
  });

  test('without a reference would be skipped by the engine, and is refused', () => {
    expect(() => expression` ${1} == ${2} `).toThrow(
      'the expression "1 == 2" has no reference, so the engine would skip it [filter]',
    );
  });

  test('needs fields of the data, the only thing that the engine looks at', () => {
    const context = referenceTo<{ id: string }>({ dependency: 'comment', part: 'context', path: [] });
    expect(() => expression`${context.id} == ${'1'}`).toThrow(
      'an expression cannot read comment.context.id; expected a field of the event data',
    );
    const whole = dataOf<string>();
    expect(() => expression`${whole} == ${'1'}`).toThrow(
      'an expression cannot read comment.data; expected a field of the event data',
    );
  });
});

describe('a constant', () => {
  test.each<[Scalar, string]>([
    ['created', "'created'"],
    ["it's", String.raw`'it\'s'`],
    ['a "quote"', String.raw`'a \"quote\"'`],
    ['a\\b', String.raw`'a\\b'`],
    ['', "''"],
    [7, '7'],
    [2.5, '2.5'],
    [true, 'true'],
  ])('%j', (value, literal) => {
    expect(constant(value)).toBe(literal);
  });

  test('of any text does not break out of its quotes', () => {
    // Parsing.go of govaluate: either quote ends the text, a backslash escapes anything.
    const literal = /^'((?:[^'"\\]|\\.)*)'$/s;
    fc.assert(
      fc.property(textWith('\'"\\()[]&| \n'), (text) => {
        const [, inside] = literal.exec(String(constant(text))) ?? [];
        expect(inside?.replace(/\\(.)/gs, '$1')).toBe(text);
      }),
    );
  });

  test.each([
    '2026-01-31',
    '2026-01-31T10:00:00Z',
    'Mon Jan  2 15:04:05 2006',
    'mon jan  2 15:04:05 2006',
    '3:04PM',
  ])('that is a date to govaluate would equal no text: "%s"', (text) => {
    expect(() => constant(text)).toThrow(
      `an expression takes "${text}" for a date, which equals no text; use a data filter [filter]`,
    );
  });

  test.each(['2026', 'Monday', '10:30', 'task-2026-01-31'])(
    'that only looks like one is text: "%s"',
    (text) => {
      expect(constant(text)).toBe(`'${text}'`);
    },
  );

  test.each([1e21, 1e-7, Number.NaN, Number.POSITIVE_INFINITY])(
    'trap: the number %p is not read by govaluate, and is refused',
    (value) => {
      expect(() => constant(value)).toThrow(String(value));
    },
  );

  test('trap: a minus behind an operator would be one with it', () => {
    expect(exprOf(expression`${issue.number}>${-1}`).expr).not.toContain('>-');
  });
});

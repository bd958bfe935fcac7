import fc from 'fast-check';
import { equals } from '../../src/argo-events/filters';
import { type JqValue, jq, lua } from '../../src/argo-events/transform';
import { textWith } from './arbitrary';
import { comment } from './events';
import { dependencyWith } from './rendered';

/** A program without the line break at its end. */
const programOf = (strings: TemplateStringsArray, ...values: JqValue[]) =>
  jq(strings, ...values).jq.slice(0, -1);

test('the program is the transform of the dependency, and its filters see the result', () => {
  const spec = dependencyWith({
    transform: jq<{ task: string }>`{ task: .body.task }`,
    filters: (data) => [equals(data.task, '7')],
  });
  expect(spec).toEqual({
    name: 'comment',
    eventSourceName: 'github',
    eventName: 'comment',
    transform: { jq: '{ task: .body.task }\n' },
    filters: { data: [{ path: 'task', type: 'string', value: ['^7$'] }] },
  });
});

describe('values become JSON literals', () => {
  test.each<[string, string, string]>([
    ['a string', programOf`.a == ${'x'}`, '.a == "x"'],
    ['quotes, which could end the string', programOf`.a == ${'" or "'}`, String.raw`.a == "\" or \""`],
    ['an interpolation, which jq would run', programOf`${String.raw`\(env)`}`, String.raw`"\\(env)"`],
    ['a line break', programOf`${'a\nb'}`, String.raw`"a\nb"`],
    ['a number', programOf`.a < ${10}`, '.a < 10'],
    ['null and booleans', programOf`[${null}, ${true}]`, '[null, true]'],
    ['a list', programOf`IN(.a; ${['x', 1]}[])`, 'IN(.a; ["x",1][])'],
    ['an object', programOf`. + ${{ a: { b: null } }}`, '. + {"a":{"b":null}}'],
  ])('%s', (_, program, expected) => {
    expect(program).toBe(expected);
  });

  test('no text breaks out of its quotes', () => {
    const text = textWith('"\\()\n\u2028\u0000${`a');
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(literalsIn(programOf`[${one}, ${other}]`)).toEqual([one, other]);
      }),
    );
  });

  test('a reference is refused: the program runs before any trigger sees the event', () => {
    const value = comment.body.action as unknown as JqValue;
    expect(() => jq`.a == ${value}`).toThrow('comment.data.body.action: event data is used as a plain value');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'trap: %p has no JSON, and would become null',
    (value) => {
      expect(() => programOf`.a < ${value}`).toThrow();
    },
  );
});

/** The string literals of a list in jq, which are those of JSON but for `\(…)`, an interpolation. */
function literalsIn(program: string): unknown[] {
  const literal = /"(?:[^"\\]|\\.)*"/gs;
  expect(program.replace(literal, '')).toBe('[, ]');
  return (program.match(literal) ?? []).map((found) => JSON.parse(found));
}

describe('pieces of jq', () => {
  test('are put in as they are', () => {
    const string = jq`if type == "string" then . else "" end`;
    expect(programOf`(.a | ${string}) as $a`).toBe('(.a | if type == "string" then . else "" end) as $a');
  });

  test('keep their lines', () => {
    const piece = jq`
      def a: 1;
      def b:
        2;`;
    expect(programOf`
          ${piece}
          a + b`).toBe('def a: 1;\ndef b:\n  2;\na + b');
  });

  test('are told from data that looks like one', () => {
    expect(programOf`${{ jq: 'halt' }}`).toBe('{"jq":"halt"}');
  });
});

describe('the program stands at the margin', () => {
  test('whatever the indentation around it, its own is kept', () => {
    expect(programOf`
        .a
          | .b

        | .c
    `).toBe('.a\n  | .b\n\n| .c');
  });

  test('on the line of the backtick too', () => {
    expect(programOf`.a | .b`).toBe('.a | .b');
  });

  test('backslashes are those of jq', () => {
    expect(programOf`test("\\d \(.a)")`).toBe(String.raw`test("\\d \(.a)")`);
  });
});

test('a Lua script stands at the margin too', () => {
  const transform = lua<{ ok: boolean }>`
      event.ok = event.text:match("^\\d")
      return event`;
  expect(dependencyWith({ transform })?.transform).toEqual({
    script: 'event.ok = event.text:match("^\\\\d")\nreturn event\n',
  });
});

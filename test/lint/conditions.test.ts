import { parseConditions, parsedConditionsOf } from '../../src/lint/conditions';
import { rootPart } from '../../src/lint/plain';
import { dependencies, sensor } from './objects';

// What the engine makes of these was seen by running the code of getDependencyExpression and listenEvents.
test.each([
  ['a', ['a']],
  ['a || b', ['a', 'b']],
  ['(a&&b)||(a && c)', ['a', 'b', 'c']],
  ['a-b\n|| c_d', ['a-b', 'c_d']],
  ['((a))', ['a']],
])('%j is read', (text, names) => {
  expect(parseConditions(text)).toMatchObject({ names });
});

test.each([
  '',
  'a b',
  '!a',
  'a & b',
  'a | b',
  '()',
  'a ||',
  '|| a',
  '(a',
  'a)',
  '(a)(b)',
  'a > 2',
  '1st',
  'a.b',
  '"a"',
])('%j is not', (text) => {
  expect(parseConditions(text)).toEqual(expect.any(String));
});

test('a condition nested deeper than the stack is a finding, no crash', () => {
  expect(parseConditions('('.repeat(1_000_000))).toEqual(expect.any(String));
});

const holds = (conditions: string | undefined, ...come: string[]) => {
  const object = sensor({ dependencies: dependencies('a', 'b-x', 'c') });
  const condition = parsedConditionsOf(object, rootPart({ template: { conditions } }));
  return condition?.holds((name) => come.includes(name));
};

test.each([
  ['a || b-x && c', ['a'], true],
  ['a || b-x && c', ['b-x'], false],
  ['(a || b-x) && c', ['a'], false],
  ['(a || b_x) && c', ['b-x', 'c'], true],
  [undefined, ['a', 'b-x'], false],
  ['', ['a', 'b-x', 'c'], true],
])('%s with %j: %s', (conditions, come, expected) => {
  expect(holds(conditions, ...come)).toBe(expected);
});

test.each(['a >', 'a || z'])('of %j nothing can be told', (conditions) => {
  expect(holds(conditions)).toBeUndefined();
});

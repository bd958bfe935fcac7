import { outputKeysOf } from '../../src/lint/jq-output';

test.each<[string, readonly string[]]>([
  ['{ref: .body.ref}', ['ref']],
  [' { ref, "by": (.body.user | {a, b}), c: [1, 2] } ', ['ref', 'by', 'c']],
  ['{a: "x, }", b: .c}', ['a', 'b']],
  ['{a: {b: {}}}', ['a']],
])('%s says its keys', (program, keys) => {
  expect(outputKeysOf(program)).toEqual(keys);
});

test.each([
  '.body',
  '. + {a: 1}',
  '{a: 1} + {b: 2}',
  '{a: 1} | {b: 2} + .',
  '{(.key): 1}',
  '{$x}',
  '{"\\(.key)": 1}',
  '{a: 1} # {b}',
  '{}',
  'if .x then {a: 1} else {b: 1} end',
])('%s may have any', (program) => {
  expect(outputKeysOf(program)).toBeUndefined();
});

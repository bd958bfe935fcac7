import { namesInExpression } from '../../src/lint/govaluate';

// Each as govaluate reads it: EvaluableExpression.Vars() and its accessor tokens.
test.each([
  ['a == 1 && b == "c"', ['a', 'b'], []],
  ['a == 1 || a == 2', ['a'], []],
  ['issue.State == "open"', [], ['issue.State']],
  ['a\\-b == 1', ['a-b'], []],
  ['[a.b c] == 1', ['a.b c'], []],
  ['[a\\]b] == 1', ['a]b'], []],
  ['a\\.b == 1', [], ['a.b']],
  ['true && a in (1, 2)', ['a'], []],
  ['a == 0x1f', ['a'], []],
  ['a == 1.5', ['a'], []],
  [`a == "it's" == b'`, ['a', 's'], []],
  ['a =~ "^x\\\\."', ['a'], []],
  ['-a + !b', ['a', 'b'], []],
  ['ä_1 == 1', ['ä_1'], []],
  ['', [], []],
])('%s', (expression, variables, members) => {
  expect(namesInExpression(expression)).toEqual({ variables, members });
});

test.each(['a == "b', '[a', "'"])('%s is not closed', (expression) => {
  expect(namesInExpression(expression)).toBeUndefined();
});

import { progress } from '../scripts/e2e/progress';

const event = (fields: object) => JSON.stringify({ Time: '2026-01-02T03:04:05Z', Package: 'e2e', ...fields });

test('a scenario gets its line when it ends, and the output of one that passes is not shown', () => {
  const tell = progress((name) => name.startsWith('TestLoop/'));
  expect(
    [
      event({ Action: 'run', Test: 'TestLoop/5.2:_labels' }),
      event({ Action: 'output', Test: 'TestLoop/5.2:_labels', Output: '    x_test.go:1: moved\n' }),
      event({ Action: 'pass', Test: 'TestLoop/5.2:_labels', Elapsed: 12.34 }),
      event({ Action: 'pass', Test: 'TestOther', Elapsed: 1 }),
      event({ Action: 'output', Output: 'ok  \te2e\t12.3s\n' }),
      event({ Action: 'pass', Elapsed: 12.3 }),
    ].map(tell),
  ).toEqual(['', '', 'pass TestLoop/5.2: labels (12.3 s)\n', '', 'ok  \te2e\t12.3s\n', '']);
});

test('of one that fails, all that it said is shown, and of no other', () => {
  const tell = progress(() => true);
  tell(event({ Action: 'output', Test: 'A', Output: '=== RUN   A\n' }));
  tell(event({ Action: 'output', Test: 'B', Output: '=== RUN   B\n' }));
  tell(event({ Action: 'output', Test: 'A', Output: '--- FAIL: A (0.1s)\n' }));
  expect(tell(event({ Action: 'fail', Test: 'A', Elapsed: 0.1 }))).toBe('=== RUN   A\n--- FAIL: A (0.1s)\n');
  expect(tell(event({ Action: 'skip', Test: 'B', Elapsed: 0 }))).toBe('skip B (0.0 s)\n');
});

test('what is no event, such as an error of the compiler, is shown as it is', () => {
  expect(progress(() => false)('# e2e\n')).toBe('# e2e\n\n');
  expect(progress(() => false)('./x.go:1:2: undefined: y')).toBe('./x.go:1:2: undefined: y\n');
});

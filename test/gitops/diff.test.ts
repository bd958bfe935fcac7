import { unifiedDiff } from '../../src/gitops/diff';

const lines = (...texts: string[]) => texts.map((text) => `${text}\n`).join('');

test('an update shows what would change, with three lines around it', () => {
  const before = lines('1', '2', '3', '4', '5', '6', '7');
  const after = before.replace('5', 'five');
  expect(unifiedDiff('dist', { action: 'updated', path: 'a/b.yaml', before, after })).toBe(
    lines(
      '--- dist/a/b.yaml',
      '+++ dist/a/b.yaml',
      '@@ -2,6 +2,6 @@',
      ' 2',
      ' 3',
      ' 4',
      '-5',
      '+five',
      ' 6',
      ' 7',
    ),
  );
});

test.each([
  ['created', '', 'x\n', lines('--- /dev/null', '+++ dist/a.yaml', '@@ -0,0 +1,1 @@', '+x')],
  ['removed', 'x\n', '', lines('--- dist/a.yaml', '+++ /dev/null', '@@ -1,1 +0,0 @@', '-x')],
] as const)('a file that is %s', (action, before, after, diff) => {
  expect(unifiedDiff('dist', { action, path: 'a.yaml', before, after })).toBe(diff);
});

import { execFileSync } from 'node:child_process';
import { TOUCH } from '../../src/status/causes';
import { shellLine } from '../../src/status/shell';

const afterShell = (...words: string[]) =>
  execFileSync('sh', ['-c', `for word in ${shellLine(words)}; do printf '%s\\n' "$word"; done`], {
    encoding: 'utf8',
  });

test.each([
  '/tmp/$(echo run)/cfg',
  '$(echo run)',
  '/tmp/$(date +%s)',
  '`echo run`',
  '$HOME',
  "Jane's",
  'a b',
  '"',
  '\\',
])('the shell takes %s as it is', (word) => {
  expect(afterShell('--kubeconfig', word)).toBe(`--kubeconfig\n${word}\n`);
});

test('the shell puts the time into a touch', () => {
  expect(afterShell(TOUCH)).toMatch(/^remediation\.5dlabs\.com\/resync=[0-9]{10}\n$/);
});

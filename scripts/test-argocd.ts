import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goTest } from './e2e/go-test';

// Has Argo CD's own code look at a loop that was applied as Argo CD does it: its diff, its project, its health checks in its
// Lua. The first build of that code takes about five minutes, so this is a command by hand.

const JUDGE = join(__dirname, '../test/argo-cd/judge');

void main();

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'argocd-'));
  try {
    const judge = join(folder, 'judge');
    const { status, error } = spawnSync('go', ['test', '-c', '-o', judge, '.'], {
      cwd: JUDGE,
      stdio: 'inherit',
    });
    if (error) throw error;
    if (status !== 0) throw new Error('go cannot build test/argo-cd/judge');
    process.env['ARGO_CD_JUDGE'] = judge;
    await goTest('npm run test:argocd', ['-v', '-timeout', '20m', '-run', 'TestLoop/Argo_CD', '.']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../cli/command';
import { fakeCluster } from '../cluster/fake';
import { blocks, read } from './markdown';

test('the page about import shows what the command prints', async () => {
  const page = read('docs/library/import.md');
  const folder = mkdtempSync(join(tmpdir(), 'import-'));
  try {
    const file = join(folder, 'shop.yaml');
    writeFileSync(file, blocks(page, 'yaml')[0] ?? '');
    const { code, stdout, stderr } = await command(fakeCluster({}), ['import', file]);
    expect(code).toBe(0);
    expect(blocks(page, 'ts')).toEqual([stdout]);
    expect(blocks(page, 'text')).toEqual([stderr]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

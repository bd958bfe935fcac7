import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './markdown';

/** A new folder for the programs of examples, in which the compiler and jest find the packages. */
export function programFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'examples-'));
  // A link, and not a path in tsconfig.json: the compiler and jest both find the packages by it.
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      // The README shows a part of src/main.ts, which imports its neighbours.
      compilerOptions: { rootDirs: ['.', join(ROOT, 'src')], types: ['node'], noUnusedLocals: false },
      include: ['*.ts'],
      exclude: [],
    }),
  );
  return folder;
}

/** The code with the source of the library in place of the package and its subpaths. */
export function withSource(code: string): string {
  const source = (_: string, part = '') => JSON.stringify(join(ROOT, 'src', part, 'index'));
  return code.replaceAll(/'cdk8s-argo-events(?:\/(\w+))?'/g, source);
}

/** The errors of the compiler; empty if there are none. */
export function compile(project: string): string {
  try {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    return stdout || String(error);
  }
}

/** What a program prints when it is loaded. */
export function printedBy(file: string): string {
  const log = jest.spyOn(console, 'log').mockReturnValue();
  try {
    require(file);
    return log.mock.calls.map(([text]) => `${text}\n`).join('');
  } finally {
    log.mockRestore();
  }
}

/** Whether the output has the block, at any depth of a larger document. */
export function shows(output: string, block: string): boolean {
  return Array.from({ length: 16 }, (_, depth) => block.replace(/^(?=.)/gm, '  '.repeat(depth))).some(
    (text) => output.includes(text),
  );
}

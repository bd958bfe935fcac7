import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The folder of the library, for the imports of a program. */
export const SOURCES = join(__dirname, '../../src/argo-events');

const ROOT = join(__dirname, '../..');
const JSII = dirname(require.resolve('jsii/package.json'));

/** The compilers by version: ours, and the one that comes with jsii, which the package supports too. */
export const COMPILERS = {
  '7.0': join(ROOT, 'node_modules/typescript/bin/tsc'),
  '5.9': require.resolve('typescript/bin/tsc', { paths: [JSII] }),
};

/** How a program is compiled. */
export interface Compilation {
  /** The version of the compiler. @default 7.0 */
  readonly compiler?: keyof typeof COMPILERS;
  /** Options beside `strict`, which alone is how most projects compile. @default none */
  readonly options?: object;
}

/** What the compiler says against a program, each error with all its lines. */
export function errorsOf(program: string, { compiler = '7.0', options = {} }: Compilation = {}): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'program-'));
  const compilerOptions = {
    strict: true,
    ...options,
    noEmit: true,
    target: 'es2022',
    module: 'node16',
    resolveJsonModule: true,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
    skipLibCheck: true,
  };
  try {
    writeFileSync(join(folder, 'program.ts'), program);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
    const { stdout } = spawnSync(process.execPath, [COMPILERS[compiler], '-p', folder], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    // Our sources compile with more options than these.
    return stdout.split(/\n(?=\S)/).filter((error) => /program\.ts\(.*error TS/.test(error));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

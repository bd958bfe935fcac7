import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unifiedDiff } from '../../src/gitops/diff';
import { renderTree } from '../../src/gitops/tree';
import { appOf, TASK_TREE } from '../app';
import { blocks, ROOT, read } from './markdown';

// The TypeScript of a document is one program, from its first block to its last.
const PROGRAMS = {
  readme: 'README.md',
  library: 'docs/library/README.md',
  change: 'docs/change.md',
} as const;

// What a document shows of its program's output is marked as yaml; any other YAML is marked as yml.
const shown = Object.entries(PROGRAMS).flatMap(([name, document]) =>
  blocks(read(document), 'yaml').map((block) => [name, block.split('\n')[0] ?? '', block] as const),
);

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'examples-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  // A link, and not a path in tsconfig.json: the compiler and jest both find the packages by it.
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  for (const [name, document] of Object.entries(PROGRAMS)) {
    writeFileSync(join(folder, `${name}.ts`), program(document));
  }
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
});

test('the examples compile', () => {
  expect(compile(folder)).toBe('');
});

test('a mistake in an example is found', () => {
  const spoiled = join(folder, 'spoiled');
  mkdirSync(spoiled);
  writeFileSync(join(spoiled, 'tsconfig.json'), '{ "extends": "../tsconfig.json", "include": ["*.ts"] }');
  writeFileSync(join(spoiled, 'readme.ts'), program('README.md').replace('e.body.action', 'e.body.aktion'));
  expect(compile(spoiled)).toContain("Property 'aktion' does not exist");
});

describe('the examples run', () => {
  const printed: Record<string, string> = {};

  beforeAll(() => {
    for (const name of Object.keys(PROGRAMS)) {
      const log = jest.spyOn(console, 'log').mockReturnValue();
      require(join(folder, `${name}.ts`));
      printed[name] = log.mock.calls.map(([text]) => `${text}\n`).join('');
      log.mockRestore();
    }
  });

  test.each(Object.keys(PROGRAMS))('%s renders a sensor', (name) => {
    expect(printed[name]).toMatch(/^kind: Sensor$/m);
  });

  test.each(shown)('%s renders what it shows: %s', (name, _, block) => {
    const found = indentations(block).some((text) => printed[name]?.includes(text));
    expect(found ? '' : block).toBe('');
  });
});

test('the README shows what its change of a prop renders', () => {
  const after = renderTree(appOf({ reviewers: ['acme-qa[bot]'] }));
  const diffs = [...after]
    .map(([path, text]) => ({ path, before: TASK_TREE.get(path) ?? '', after: text }))
    .filter((file) => file.before !== file.after)
    .map((file) => unifiedDiff('dist', { action: 'updated', ...file }));
  expect(blocks(read('README.md'), 'ts')[0]).toContain("reviewers: ['acme-qa[bot]']");
  expect(blocks(read('README.md'), 'diff')).toEqual(diffs);
});

function program(document: string): string {
  const source = (_: string, part = '') => JSON.stringify(join(ROOT, 'src', part, 'index'));
  return blocks(read(document), 'ts')
    .join('\n')
    .replaceAll(/'cdk8s-argo-events(?:\/(\w+))?'/g, source);
}

/** What the compiler says; empty when it is content. */
function compile(project: string): string {
  try {
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    return stdout || String(error);
  }
}

/** The block at every depth at which it may stand in a larger document. */
function indentations(block: string): string[] {
  return Array.from({ length: 16 }, (_, depth) => block.replace(/^(?=.)/gm, '  '.repeat(depth)));
}

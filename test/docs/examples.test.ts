import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unifiedDiff } from '../../src/gitops/diff';
import { renderTree } from '../../src/gitops/tree';
import { appOf, TASK_TREE } from '../app';
import { blocks, read } from './markdown';
import { compile, printedBy, programFolder, shows, withSource } from './programs';

// The TypeScript of a document is one program, from its first block to its last.
const PROGRAMS = {
  readme: 'README.md',
  library: 'docs/library/README.md',
  change: 'docs/change.md',
  organization: 'docs/install/organization.md',
} as const;

// What a document shows of its program's output is marked as yaml; any other YAML is marked as yml.
const shown = Object.entries(PROGRAMS).flatMap(([name, document]) =>
  blocks(read(document), 'yaml').map((block) => [name, block.split('\n')[0] ?? '', block] as const),
);

const folder = programFolder();
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  for (const [name, document] of Object.entries(PROGRAMS)) {
    writeFileSync(join(folder, `${name}.ts`), program(document));
  }
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
    for (const name of Object.keys(PROGRAMS)) printed[name] = printedBy(join(folder, `${name}.ts`));
  });

  test.each(Object.keys(PROGRAMS))('%s renders a sensor', (name) => {
    expect(printed[name]).toMatch(/^kind: Sensor$/m);
  });

  test.each(shown)('%s renders what it shows: %s', (name, _, block) => {
    expect(shows(printed[name] ?? '', block) ? '' : block).toBe('');
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
  return withSource(blocks(read(document), 'ts').join('\n'));
}

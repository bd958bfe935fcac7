import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdk8s';
import { renderTree } from '../../src/gitops/tree';
import { warningsOf } from '../../src/warnings';
import { blocks, read, rows } from './markdown';
import { compile, programFolder, shows, withSource } from './programs';

const FOLDER = 'docs/library/recipes';
const INDEX = 'README.md';

/** The pages that the index names. */
const RECIPES = rows(read(`${FOLDER}/${INDEX}`)).flatMap(
  ([, , page = '']) => /\((\S+\.md)\)/.exec(page)?.[1] ?? [],
);

const folder = programFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (recipe: string) => join(folder, recipe.replace('.md', '.ts'));

beforeAll(() => {
  for (const recipe of RECIPES) {
    writeFileSync(fileOf(recipe), withSource(blocks(read(`${FOLDER}/${recipe}`), 'ts').join('\n')));
  }
});

test('the recipes compile', () => {
  expect(RECIPES.length).toBeGreaterThanOrEqual(5);
  expect(compile(folder)).toBe('');
});

describe.each(RECIPES)('%s', (recipe) => {
  const document = read(`${FOLDER}/${recipe}`);

  test('renders what it shows, and nothing is found', () => {
    const warn = jest.spyOn(console, 'warn').mockReturnValue();
    const { app } = require(fileOf(recipe)) as { app: App };
    const tree = [...renderTree(app).values()].join('\n');
    warn.mockRestore();
    expect(warningsOf(app)).toEqual([]);
    const shown = blocks(document, 'yaml');
    expect(shown.filter((block) => !shows(tree, block))).toEqual([]);
    expect(shown).not.toEqual([]);
  });

  test('says what arrives and what it needs', () => {
    for (const heading of ['**What arrives.**', '**What it needs.**']) expect(document).toContain(heading);
  });
});

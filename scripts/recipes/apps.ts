import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdk8s';
import { renderTree } from '../../src/gitops/tree';
import { applyPlan, planWrites } from '../../src/gitops/writer';
import { blocks, ROOT, read } from '../../test/docs/markdown';
import { withSource } from '../../test/docs/programs';

const FOLDER = 'docs/library/recipes';

/** Renders the recipes, each into a folder named like its page. Each page is a program that exports its app. */
export function writeRecipes(folder: string): void {
  for (const page of readdirSync(join(ROOT, FOLDER)).filter((name) => name !== 'README.md')) {
    const app = appOf(blocks(read(`${FOLDER}/${page}`), 'ts').join('\n'));
    applyPlan(planWrites(join(folder, page.replace('.md', '')), renderTree(app)));
  }
}

function appOf(program: string): App {
  // Below node_modules, so that the program finds the packages.
  const folder = mkdtempSync(join(ROOT, 'node_modules/.recipe-'));
  try {
    const file = join(folder, 'app.ts');
    writeFileSync(file, withSource(program));
    return (require(file) as { readonly app: App }).app;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

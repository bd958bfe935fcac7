import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { apiPage } from './docs/api';
import { cliPage } from './docs/cli';
import { kindsPage } from './docs/kinds';
import { picturesPage, readmePage } from './docs/pictures';
import { propsPage } from './docs/props';
import { rulesPage } from './docs/rules';
import { triggersPage } from './docs/triggers';
import { waitingPage } from './docs/waiting';

// Writes the pages that are made from the code; a test compares them.
for (const [file, page] of [
  ['../README.md', readmePage()],
  ['reference/pictures.md', picturesPage()],
  ['reference/rules.md', rulesPage()],
  ['reference/triggers.md', triggersPage()],
  ['reference/props.md', propsPage()],
  ['reference/api.md', apiPage()],
  ['reference/cli.md', cliPage()],
  ['reference/waiting.md', waitingPage()],
  ['library/kinds.md', kindsPage()],
] as const) {
  const path = join(__dirname, '../docs', file);
  if (existsSync(path) && readFileSync(path, 'utf8') === page) continue;
  writeFileSync(path, page);
  console.log(`${relative(process.cwd(), path)} written`);
}

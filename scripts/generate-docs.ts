import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPage } from './docs/api';
import { cliPage } from './docs/cli';
import { kindsPage } from './docs/kinds';
import { propsPage } from './docs/props';
import { rulesPage } from './docs/rules';
import { triggersPage } from './docs/triggers';
import { waitingPage } from './docs/waiting';

// Writes the pages that are made from the code; a test compares them.
for (const [file, page] of [
  ['reference/rules.md', rulesPage()],
  ['reference/triggers.md', triggersPage()],
  ['reference/props.md', propsPage()],
  ['reference/api.md', apiPage()],
  ['reference/cli.md', cliPage()],
  ['reference/waiting.md', waitingPage()],
  ['library/kinds.md', kindsPage()],
] as const) {
  writeFileSync(join(__dirname, '../docs', file), page);
  console.log(`docs/${file} written`);
}

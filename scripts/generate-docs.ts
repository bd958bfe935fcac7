import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPage } from './docs/api';
import { cliPage } from './docs/cli';
import { propsPage } from './docs/props';
import { rulesPage } from './docs/rules';
import { waitingPage } from './docs/waiting';

// Writes the pages that are made from the code; a test compares them.
for (const [file, page] of [
  ['rules.md', rulesPage()],
  ['props.md', propsPage()],
  ['api.md', apiPage()],
  ['cli.md', cliPage()],
  ['waiting.md', waitingPage()],
] as const) {
  writeFileSync(join(__dirname, '../docs/reference', file), page);
  console.log(`docs/reference/${file} written`);
}

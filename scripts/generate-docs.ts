import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiPage } from './docs/api';
import { propsPage } from './docs/props';
import { rulesPage } from './docs/rules';

// Writes the pages that are made from the code; a test compares them.
for (const [file, page] of [
  ['rules.md', rulesPage()],
  ['props.md', propsPage()],
  ['api.md', apiPage()],
] as const) {
  writeFileSync(join(__dirname, '../docs/reference', file), page);
  console.log(`docs/reference/${file} written`);
}

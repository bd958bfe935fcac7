import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesPage } from './docs/rules';

// Writes the pages that are made from the code; a test compares them.
writeFileSync(join(__dirname, '../docs/reference/rules.md'), rulesPage());
console.log('docs/reference/rules.md written');

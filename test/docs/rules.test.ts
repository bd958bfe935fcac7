import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesPage } from '../../scripts/docs/rules';

test('the page of the rules is what the rules say of themselves: run npm run docs', () => {
  expect(readFileSync(join(__dirname, '../../docs/reference/rules.md'), 'utf8')).toBe(rulesPage());
});

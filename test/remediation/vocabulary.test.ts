import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VOCABULARY_FILES, vocabulary } from '../../scripts/vocabulary/go';

test.each(VOCABULARY_FILES)('%s has the words of keys.ts and names.ts: run npm run vocabulary', (file) => {
  expect(readFileSync(join(__dirname, '../..', file), 'utf8')).toBe(vocabulary());
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VOCABULARY_FILES, vocabulary } from './vocabulary/go';

// Writes the words of the loop for the Go suites; a test compares them.
for (const file of VOCABULARY_FILES) {
  const path = join(__dirname, '..', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, vocabulary());
  console.log(`${file} written`);
}

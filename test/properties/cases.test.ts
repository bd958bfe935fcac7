import { readFileSync } from 'node:fs';
import { cases, FILE, toFile } from './cases';

test('the cases that the engine’s libraries read are the ones that our functions write: run npx tsx test/properties/write.ts', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(toFile(cases()));
});

import { readFileSync } from 'node:fs';
import { cases, FILE, toFile } from './cases';
import { changes, EVENTS_FILE } from './events';

test('the cases that the engine’s libraries read are the ones that our functions write: run npx tsx test/properties/write.ts', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(toFile(cases()));
});

test('the events that the loop is run on are the ones that are made up here: run npx tsx test/properties/write.ts', () => {
  expect(readFileSync(EVENTS_FILE, 'utf8')).toBe(toFile(changes()));
});

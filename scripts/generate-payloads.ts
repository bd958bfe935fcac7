import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { payloads } from '../test/payloads';
import { toFile } from '../test/payloads/payload';

// Writes the samples to test/payloads/*.json and removes those that are no more.
const folder = join(__dirname, '../test/payloads');
const names = new Set(payloads.map(({ name }) => `${name}.json`));
for (const stale of readdirSync(folder).filter((file) => file.endsWith('.json') && !names.has(file))) {
  rmSync(join(folder, stale));
}
for (const payload of payloads)
  writeFileSync(join(folder, `${payload.name}.json`), toFile(payload, payloads));
console.log(`${payloads.length} payloads in test/payloads`);

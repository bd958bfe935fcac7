import { writeFileSync } from 'node:fs';
import { cases, FILE, toFile } from './cases';
import { changes, EVENTS_FILE } from './events';

// npx tsx test/properties/write.ts
writeFileSync(FILE, toFile(cases()));
writeFileSync(EVENTS_FILE, toFile(changes()));

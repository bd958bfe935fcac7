import { writeFileSync } from 'node:fs';
import { cases, FILE, toFile } from './cases';

// npx tsx test/properties/write.ts
writeFileSync(FILE, toFile(cases()));

import { writeFileSync } from 'node:fs';
import { FILE, toFile } from './file';

// npx tsx test/kinds/write.ts
writeFileSync(FILE, toFile());

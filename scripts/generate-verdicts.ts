import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BUILD_ENGINE, engine } from '../src/engine/load';
import { TASK_TREE } from '../test/app';
import { payloads } from '../test/payloads';
import { verdictsOn } from './verdicts/verdicts';

// Writes the verdicts on the app with the task's props to test/engine/verdicts/, with the engine as WebAssembly, and removes
// those that are no more. `npm run test:engine` compares them with what the engine itself says.

const FOLDER = join(__dirname, '../test/engine/verdicts');

const found = engine();
if (found === undefined) {
  console.error(`The engine is not built: ${BUILD_ENGINE}`);
  process.exit(3);
}
const verdicts = verdictsOn(found, TASK_TREE, payloads);
const before = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.yaml'),
);
const stale = before.filter((file) => !verdicts.has(file));
for (const file of stale) rmSync(join(FOLDER, file));
const changed = [...verdicts].filter(
  ([file, text]) => !before.includes(file) || readFileSync(join(FOLDER, file), 'utf8') !== text,
);
for (const [file, text] of changed) {
  mkdirSync(dirname(join(FOLDER, file)), { recursive: true });
  writeFileSync(join(FOLDER, file), text);
}
console.log(`${verdicts.size} verdicts: ${changed.length} written, ${stale.length} removed`);

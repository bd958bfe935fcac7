import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { argoCdDefinitions } from './imports/argo-cd';
import { busVersions, engineDefinitions } from './imports/engine';
import { importedFiles } from './imports/files';

// Writes imports/. With --check it writes nothing, and fails naming every file that would change.

const ROOT = resolve(__dirname, '..');
const [option, ...others] = process.argv.slice(2);
if (others.length > 0 || (option !== undefined && option !== '--check')) {
  console.error(`"${process.argv.slice(2).join(' ')}" is no option: only --check is known`);
  process.exit(2);
}

const changed = [...importedFiles(engineDefinitions(), busVersions(), argoCdDefinitions())].filter(
  ([path, text]) => text !== current(path),
);
for (const [path, text] of changed) {
  if (option === '--check') {
    console.error(`${path} differs from what "npm run imports" makes`);
  } else {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
    console.log(`${path} written`);
  }
}
if (option === '--check' && changed.length > 0) process.exitCode = 1;

function current(path: string): string | undefined {
  const file = join(ROOT, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { argoCdDefinitions } from './imports/argo-cd';
import { busVersions, engineDefinitions } from './imports/engine';
import { importedFiles } from './imports/files';
import { versionAskedOr } from './imports/version';

// Writes imports/. With --check it writes nothing, and fails naming every file that would change. With --argo-events v1.9.6 it takes the
// schema of that version in place of the project's: docs/reference/versions.md.

const ROOT = resolve(__dirname, '..');
const { version, rest } = versionAskedOr(process.exit, process.argv.slice(2));
const [option, ...others] = rest;
if (others.length > 0 || (option !== undefined && option !== '--check')) {
  console.error(`"${rest.join(' ')}" is no option: only --check and --argo-events are known`);
  process.exit(2);
}

const leftOut = (why: string) => console.error(`${version}: ${why}`);
const other = version === undefined ? undefined : { version, leftOut };
const changed = [
  ...importedFiles(engineDefinitions(version), busVersions(version), argoCdDefinitions(), other),
].filter(([path, text]) => text !== current(path));
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

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { CHANGES } from '../test/props';

// Changes each prop in src/main.ts in turn, and then all together, in a copy of the repository, as an engineer does in a
// pull request: `npm run synth`, then the tests. With one prop, those are run that read dist/ or src/main.ts, for nothing
// else can notice; with all of them, every test. The copy has no engine, as a fresh clone: so this shows too that the tests
// are green without it.

const ROOT = join(__dirname, '..');
const OF_DIST = ['test/dist.test.ts', 'test/lint/dist.test.ts'];
const copy = mkdtempSync(join(tmpdir(), 'props-'));
const failed: string[] = [];
try {
  cpSync(ROOT, copy, {
    recursive: true,
    filter: (path) => !['node_modules', '.git', 'lib', 'coverage'].includes(basename(path)),
  });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const main = readFileSync(join(copy, 'src/main.ts'), 'utf8');
  const props = /^const props: RemediationProps = [^;]*;$/m;
  if (!props.test(main))
    throw new Error('src/main.ts has no line that begins with "const props: RemediationProps ="');
  const change = (value: string) =>
    writeFileSync(
      join(copy, 'src/main.ts'),
      `import { CHANGED, CHANGES } from '../test/props';\n${main.replace(props, `const props: RemediationProps = ${value};`)}`,
    );
  for (const name of CHANGES.keys()) {
    change(`CHANGES.get('${name}') ?? {}`);
    report(name, synth() && jest(OF_DIST));
  }
  change('CHANGED');
  // The architecture test forbids the import that only this copy has.
  report('all props together', synth() && jest(['--testPathIgnorePatterns', 'test/architecture']));
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${CHANGES.size + 1 - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;

function report(name: string, passes: boolean): void {
  console.log(`${passes ? 'green' : 'RED'} with another ${name}`);
  if (!passes) failed.push(name);
}

function synth(): boolean {
  return run('npm', ['run', '-s', 'synth']);
}

function jest(args: readonly string[]): boolean {
  return run('npx', ['jest', ...args]);
}

/** Runs a command in the copy, and shows what it says only when it fails. */
function run(command: string, args: readonly string[]): boolean {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: copy, encoding: 'utf8' });
  if (status !== 0) console.log(`${command} ${args.join(' ')}\n${stdout}\n${stderr}`);
  return status === 0;
}

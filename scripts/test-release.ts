import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Makes two releases in a copy of this repository, with a remote that is a folder. Needs git and the npm registry.

const ROOT = join(__dirname, '..');
const TOUCHED = ['.github', 'CHANGELOG.md', 'package.json', 'package-lock.json'];
const UNRELEASED = '## [Unreleased]\n';

const folder = mkdtempSync(join(tmpdir(), 'release-'));
const [remote, copy] = [join(folder, 'remote'), join(folder, 'copy')];
const failed: string[] = [];
let passed = 0;
try {
  makeCopy();
  refuses('files that are not committed', /Working dir must be clean/, () => {
    appendFileSync(join(copy, 'CHANGELOG.md'), 'x\n');
    return () => git('checkout', '--quiet', '.');
  });
  refuses('another branch', /Must be on branch main/, () => {
    git('checkout', '--quiet', '-b', 'other');
    return () => git('checkout', '--quiet', 'main');
  });
  checkRelease('100.0.0');
  refuses('a release of nothing', /There are no entries under "Unreleased"/, () => () => {});
  writeFileSync(
    join(copy, 'CHANGELOG.md'),
    changelog().replace(UNRELEASED, `${UNRELEASED}\n### Added\n\n- A thing.\n`),
  );
  commit('library: a thing');
  git('push', '--quiet');
  checkRelease('minor', '100.1.0');
  console.log(`${passed} passed, ${failed.length} failed`);
  if (failed.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** What is committed, and over it what a release reads and writes, as it is here. */
function makeCopy(): void {
  must('git', ['clone', '--quiet', '--no-tags', ROOT, copy], folder);
  git('checkout', '--quiet', '-B', 'main');
  for (const file of TOUCHED) {
    const filter = (path: string) => !path.includes('node_modules');
    cpSync(join(ROOT, file), join(copy, file), { recursive: true, filter });
  }
  for (const [key, value] of [
    ['user.name', 'test'],
    ['user.email', 'test@example.com'],
    ['commit.gpgSign', 'false'],
    ['tag.gpgSign', 'false'],
  ] as const) {
    git('config', key, value);
  }
  commit('test: as it is');
  must('git', ['init', '--quiet', '--bare', '--initial-branch=main', remote], folder);
  git('remote', 'set-url', 'origin', remote);
  git('push', '--quiet', '--set-upstream', 'origin', 'main');
}

function checkRelease(given: string, version = given): void {
  const before = changelog();
  const { status, output } = release(given);
  if (status !== 0) console.error(output);
  check(`releases ${version}`, () => status === 0);
  const [day = ''] = /\d{4}-\d\d-\d\d/.exec(changelog().split(`\n## [${version}] - `)[1] ?? '') ?? [];
  const expected = before.replace(UNRELEASED, `${UNRELEASED}\n## [${version}] - ${day}\n`);
  check('names the section of the changelog, and changes nothing else in it', () => changelog() === expected);
  const versions = ['package.json', 'package-lock.json'].map(
    (file) => (JSON.parse(readFileSync(join(copy, file), 'utf8')) as { version: string }).version,
  );
  check('writes the version', () => versions.every((one) => one === version));
  check('commits it and no other file', () => {
    const files = git('show', '--name-only', '--format=%s', 'HEAD').trim().split(/\n+/);
    return files.join(' ') === `release: ${version} CHANGELOG.md package-lock.json package.json`;
  });
  const at = (ref: string) => must('git', ['rev-parse', `${ref}^{commit}`], remote).trim();
  check('pushes the commit and its tag', () =>
    ['main', `v${version}`].every((ref) => at(ref) === git('rev-parse', 'HEAD').trim()),
  );
  check('leaves what the workflow publishes', () => {
    const step =
      /The tag is on main, it is the version of the package.*?run: \|\n(.*?)\n {6}-/s.exec(workflow())?.[1] ??
      'exit 1';
    const env = {
      ...process.env,
      GITHUB_REF_NAME: `v${version}`,
      GITHUB_SHA: git('rev-parse', 'HEAD').trim(),
    };
    return spawnSync('bash', ['-ec', step], { cwd: copy, env }).status === 0;
  });
}

/** A release that is refused changes nothing. `prepare` returns what undoes it. */
function refuses(what: string, message: RegExp, prepare: () => () => void): void {
  const undo = prepare();
  const before = git('rev-parse', 'HEAD');
  const { status, output } = release('200.0.0');
  const isRefused = status !== 0 && message.test(output) && git('rev-parse', 'HEAD') === before;
  if (!isRefused) console.error(output);
  check(`refuses ${what}`, () => isRefused && git('tag').search('200') < 0);
  undo();
}

/** What a person types, without the questions. */
function release(version: string): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync('npm', ['run', 'release', '--', version, '--ci'], {
    cwd: copy,
    encoding: 'utf8',
  });
  return { status, output: `${stdout}${stderr}` };
}

function changelog(): string {
  return readFileSync(join(copy, 'CHANGELOG.md'), 'utf8');
}

function workflow(): string {
  return readFileSync(join(copy, '.github/workflows/release.yaml'), 'utf8');
}

function commit(message: string): void {
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', message);
}

function git(...argv: readonly string[]): string {
  return must('git', argv, copy);
}

function must(command: string, argv: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, argv, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${argv.join(' ')}: ${stderr}`);
  return stdout;
}

function check(what: string, holds: () => boolean): void {
  const ok = holds();
  if (ok) passed++;
  else failed.push(what);
  console.log(`${ok ? 'ok' : 'FAILED'}: it ${what}`);
}

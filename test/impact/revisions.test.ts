import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../scripts/impact';
import { git, writeFolder } from '../../scripts/impact/revision';

const folder = mkdtempSync(join(tmpdir(), 'revisions-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sensor = (jq: string) => `
apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata: { name: shop, namespace: events }
spec:
  dependencies: [{ name: comment, eventSourceName: github, eventName: comments, transform: { jq: "${jq}" } }]
  triggers: [{ template: { name: act, conditions: comment, log: {} } }]
`;

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function commit(): void {
  git(folder, 'add', '--all');
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  git(folder, ...who, 'commit', '--quiet', '--message', 'change');
}

beforeAll(() => {
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  write('dist/events/shop.yaml', sensor('.'));
  write('test/engine/verdicts/comments.yaml', 'good: passes\n');
  commit();
  write('dist/events/shop.yaml', sensor('.body'));
  write('test/engine/verdicts/comments.yaml', 'good: ```refused```\n');
  symlinkSync('/etc/passwd', join(folder, 'dist/stolen.yaml'));
  commit();
});

async function impact(...argv: readonly string[]) {
  const printed = { stdout: '', stderr: '' };
  const into = (stream: 'stdout' | 'stderr') => ({ write: (text: string) => (printed[stream] += text) });
  const code = await run(argv, { repository: folder, stdout: into('stdout'), stderr: into('stderr') });
  return { code, ...printed };
}

test('takes files alone out of git, no links', () => {
  const to = mkdtempSync(join(tmpdir(), 'written-'));
  expect(writeFolder(folder, 'HEAD', 'dist', to)).toBe(1);
  rmSync(to, { recursive: true });
});

test('compares two revisions, or one with the files as they are', async () => {
  const revisions = await impact('--base', 'HEAD~1', '--head', 'HEAD');
  expect(revisions).toMatchObject({ code: 1, stderr: '' });
  expect(revisions.stdout).toContain(
    'LOST Sensor events/shop: dependency "comment" has another "transform.jq"',
  );
  expect(revisions.stdout).toContain('The verdicts change:\n test/engine/verdicts/comments.yaml | 2 +-');
  write('dist/events/shop.yaml', sensor('.'));
  rmSync(join(folder, 'dist/stolen.yaml'));
  expect(await impact('--base', 'HEAD~1')).toMatchObject({ code: 0 });
  expect(await impact('--base', 'HEAD')).toMatchObject({ code: 1 });
  git(folder, 'checkout', '--quiet', 'HEAD', '--', 'dist');
});

test('the comment on a pull request has the report, and the difference of the verdicts as nothing but text', async () => {
  const { stdout } = await impact('--base', 'HEAD~1', '--head', 'HEAD', '--format', 'markdown');
  expect(stdout).toMatch(/^<!-- impact -->\n## What this change does to a cluster\n/);
  expect(stdout).toContain(
    '- 🔴 **lost**: `Sensor events/shop`: dependency `comment` has another `transform.jq`',
  );
  expect(stdout).toContain('\n````diff\ndiff --git ');
  expect(stdout).toContain('\n+good: ```refused```\n````\n');
});

test('a line of the description accepts a loss', async () => {
  const description = join(folder, '../description.txt');
  const of = async (text: string) => {
    writeFileSync(description, text);
    return await impact('--base', 'HEAD~1', '--head', 'HEAD', '--accepted-in', description);
  };
  expect(await of('Another filter.\r\n\r\nImpact: accepted, nobody comments at night\r\n')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('accepted: nobody comments at night'),
  });
  expect(await of('Impact: accepted')).toMatchObject({ code: 1 });
  rmSync(description);
});

test('a base without the folder has no objects', async () => {
  write('README.md', 'x');
  git(folder, 'checkout', '--quiet', '--orphan', 'empty');
  git(folder, 'rm', '--quiet', '-r', '--cached', '.');
  git(folder, 'add', 'README.md');
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  git(folder, ...who, 'commit', '--quiet', '--message', 'nothing yet');
  git(folder, 'checkout', '--quiet', '--force', 'main');
  expect(await impact('--base', 'empty', '--head', 'main')).toMatchObject({ code: 0 });
});

test('says what is no revision', async () => {
  expect(await impact('--base', '--output=x')).toMatchObject({ code: 2 });
  expect(await impact('--base', 'nowhere')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'git knows no revision "nowhere"\n',
  });
});

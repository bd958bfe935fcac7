import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { contents, fill, temporaryDirectory } from './gitops/directory';

// The field's own command, in a folder that has all of the project but its tree, for it deletes that first.

const ROOT = path.join(__dirname, '..');
const project = temporaryDirectory();

// Each starts node four times, and other tests run beside it.
jest.setTimeout(120_000);

beforeEach(() => {
  for (const name of ['cdk8s.yaml', 'imports', 'node_modules', 'package.json', 'src', 'tsconfig.json']) {
    fs.symlinkSync(path.join(ROOT, name), path.join(project(), name));
  }
});

function cdk8s(...argv: readonly string[]) {
  const program = path.join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');
  // It would ask the registry for a newer version of itself.
  const args = [program, 'synth', '--check-upgrade=false', ...argv];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project(), encoding: 'utf8' });
  return { status, stdout, stderr };
}

const tree = (folder: string) => contents(path.join(project(), folder));
const rendered = () => contents(path.join(ROOT, 'dist'));

test('cdk8s synth renders what npm run synth renders, in the place of what was there', () => {
  fill(path.join(project(), 'dist'), { 'old/x-configmap.yaml': 'old' });
  const { status, stdout, stderr } = cdk8s();
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(tree('dist')).toEqual(rendered());
  expect(stdout).toContain('dist/infra/gitops/resources/github-webhooks/pr-comment-remediation-sensor.yaml');
});

test('and into another folder', () => {
  expect(cdk8s('--output', 'elsewhere')).toMatchObject({ status: 0, stderr: '' });
  expect(tree('elsewhere')).toEqual(rendered());
  expect(fs.existsSync(path.join(project(), 'dist'))).toBe(false);
});

test('an app that is refused says why, and how to get back what cdk8s has deleted', () => {
  const src = path.join(project(), 'src');
  fs.rmSync(src);
  fs.cpSync(path.join(ROOT, 'src'), src, { recursive: true });
  const main = path.join(src, 'main.ts');
  fs.writeFileSync(main, fs.readFileSync(main, 'utf8').replace('= {}', '= { shards: 0 }'));
  fill(path.join(project(), 'dist'), { 'old/x-configmap.yaml': 'old' });
  const { status, stderr } = cdk8s();
  expect(status).toBe(1);
  expect(stderr).toContain(
    '[resources/remediation] props.shards is not allowed: 0, allowed: an integer from 1 to 64\n' +
      'cdk8s has deleted dist before this: `git restore dist` brings back what was committed\n',
  );
});

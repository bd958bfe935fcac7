import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { TASK_TREE } from './app';
import { contents, fill, temporaryDirectory } from './gitops/directory';

// The field's own command, in a folder that has all of the project but its tree, for it deletes that first. Its
// src/main.ts is of its own, as in the other tests.

const ROOT = path.join(__dirname, '..');
const project = temporaryDirectory();

// Each starts node four times, and other tests run beside it.
jest.setTimeout(120_000);

beforeEach(() => {
  for (const name of ['cdk8s.yaml', 'imports', 'node_modules', 'package.json', 'tsconfig.json']) {
    fs.symlinkSync(path.join(ROOT, name), path.join(project(), name));
  }
  fs.cpSync(path.join(ROOT, 'src'), path.join(project(), 'src'), { recursive: true });
  writeMain('{}');
});

function writeMain(props: string): void {
  const text = `
    import { App } from 'cdk8s';
    import { Folder } from './gitops/folder';
    import { RemediationLoop } from './remediation/loop';
    import { RemediationMonitoring } from './remediation/monitoring';
    import { RemediationPrerequisites } from './remediation/prerequisites';
    export function buildApp() {
      const app = new App();
      new RemediationLoop(new Folder(app, 'resources', { path: 'infra/gitops/resources' }), 'remediation', ${props});
      const prerequisites = new Folder(app, 'prerequisites', { path: 'infra/gitops/prerequisites' });
      new RemediationPrerequisites(prerequisites, 'remediation', ${props});
      new RemediationMonitoring(new Folder(app, 'monitoring', { path: 'infra/gitops/monitoring' }), 'remediation', ${props});
      return app;
    }`;
  fs.writeFileSync(path.join(project(), 'src/main.ts'), text);
}

function cdk8s(...argv: readonly string[]) {
  const program = path.join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');
  // It would ask the registry for a newer version of itself.
  const args = [program, 'synth', '--check-upgrade=false', ...argv];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project(), encoding: 'utf8' });
  // The copy has no engine, which is said.
  return { status, stdout, stderr: stderr.replace(/^not checked: .*\n/m, '') };
}

const tree = (folder: string) => contents(path.join(project(), folder));
const rendered = Object.fromEntries(TASK_TREE);

test('cdk8s synth renders what npm run synth renders, in the place of what was there', () => {
  fill(path.join(project(), 'dist'), { 'old/x-configmap.yaml': 'old' });
  const { status, stdout, stderr } = cdk8s();
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(tree('dist')).toEqual(rendered);
  expect(stdout).toContain('dist/infra/gitops/resources/github-webhooks/pr-comment-remediation-sensor.yaml');
});

test('and into another folder', () => {
  expect(cdk8s('--output', 'elsewhere')).toMatchObject({ status: 0, stderr: '' });
  expect(tree('elsewhere')).toEqual(rendered);
  expect(fs.existsSync(path.join(project(), 'dist'))).toBe(false);
});

test('an app that is refused says why, and how to get back what cdk8s has deleted', () => {
  writeMain('{ shards: 0 }');
  fill(path.join(project(), 'dist'), { 'old/x-configmap.yaml': 'old' });
  const { status, stderr } = cdk8s();
  expect(status).toBe(1);
  expect(stderr).toContain(
    '[resources/remediation] props.shards: expected an integer from 1 to 64, not 0 [props]\n' +
      'cdk8s has deleted dist before this: `git restore dist` brings back what was committed\n',
  );
});

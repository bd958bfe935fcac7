import { App } from 'cdk8s';
import { Manifest } from '../src/argo-events/manifest';
import { run } from '../src/cli';
import { toLine } from '../src/findings/line';
import { finding } from '../src/findings/refuse';
import { Folder } from '../src/gitops/folder';
import { addWarning, warningsOf } from '../src/warnings';
import { noCluster } from './cluster/none';
import { temporaryDirectory } from './gitops/directory';

function appWithWarning(): App {
  const app = new App();
  const folder = new Folder(app, 'folder', { path: 'f' });
  const object = new Manifest(folder, 'object', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
  });
  addWarning(object, finding('open-policies', 'nobody reads it'));
  addWarning(object, finding('open-policies', 'nobody reads it'));
  object.node.addMetadata('other', 'Not a warning');
  return app;
}

test('warnings are what constructs carry, with their path, each once', () => {
  const [warning, ...others] = warningsOf(appWithWarning());
  expect(others).toEqual([]);
  expect(warning).toMatchObject({ construct: 'folder/object', severity: 'warning', rule: 'open-policies' });
  expect(warningsOf(new App())).toEqual([]);
});

const directory = temporaryDirectory();

test('synth tells warnings on stderr and goes on', async () => {
  const stderr: string[] = [];
  const code = await run(['synth', 'app.ts', '--out', directory()], {
    loadApp: appWithWarning,
    connect: noCluster,
    stdout: { write: () => true },
    stderr: { write: (text) => stderr.push(text) },
  });
  expect(code).toBe(0);
  // Without the engine, a line about the rules that did not run follows.
  expect(
    stderr
      .join('')
      .split('\n')
      .filter((line) => line.startsWith('warning: ')),
  ).toEqual(['warning: [folder/object] nobody reads it [open-policies]']);
});

test('a warning is a line of data', () => {
  expect(warningsOf(appWithWarning()).map(toLine)).toEqual([
    '[folder/object] nobody reads it [open-policies]',
  ]);
});

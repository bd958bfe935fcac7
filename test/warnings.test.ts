import { App } from 'cdk8s';
import { Manifest } from '../src/argo-events/manifest';
import { run } from '../src/cli';
import { Folder } from '../src/gitops/folder';
import { WARNING } from '../src/validation';
import { warningsOf } from '../src/warnings';
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
  object.node.addMetadata(WARNING, 'Nobody reads it');
  object.node.addMetadata('other', 'Not a warning');
  return app;
}

test('warnings are what constructs carry, with their path', () => {
  expect(warningsOf(appWithWarning())).toEqual(['[folder/object] Nobody reads it']);
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
  expect(stderr).toEqual(['warning: [folder/object] Nobody reads it\n']);
});

import { App } from 'cdk8s';
import { parse } from 'yaml';
import type { Application as ApplicationObject } from '../../imports/argo-cd';
import { Application, type ApplicationProps, Folder, renderTree } from '../../src';

/** The Application of folders with these paths. */
function applicationOf(paths: readonly string[], props: Partial<ApplicationProps> = {}): ApplicationObject {
  const app = new App();
  const argoCd = new Folder(app, 'argo-cd', { path: 'argo-cd' });
  new Application(argoCd, 'application', {
    name: 'shop',
    project: 'shop',
    repoURL: 'https://git.example.com/shop.git',
    folders: paths.map((path, index) => new Folder(app, `folder-${index}`, { path })),
    destination: { namespace: 'events' },
    ...props,
  });
  const [yaml = ''] = renderTree(app).values();
  return parse(yaml) as ApplicationObject;
}

describe('the source', () => {
  const source = (...paths: string[]) => applicationOf(paths).spec.source;

  test('of one folder is that folder', () => {
    expect(source('infra/gitops')).toEqual({
      repoURL: 'https://git.example.com/shop.git',
      targetRevision: 'HEAD',
      path: 'dist/infra/gitops',
      directory: { recurse: true },
    });
  });

  test.each([
    ['dist/infra/gitops', '{a,b/c}/*', ['infra/gitops/a', 'infra/gitops/b/c']],
    ['dist', '{infra/a,other}/*', ['infra/a', 'other']],
    ['dist/infra', '{a,ab}/*', ['infra/a', 'infra/ab']],
  ])('of several is what they have in common, %s, and of it %s', (path, include, paths) => {
    expect(source(...paths)).toMatchObject({ path, directory: { recurse: true, include } });
  });

  test('of a folder and one inside it is the outer one', () => {
    expect(source('infra', 'infra/a')).toMatchObject({ path: 'dist/infra', directory: { recurse: true } });
    expect(source('infra', 'infra/a')?.directory?.include).toBeUndefined();
  });
});

test('it is synced by itself, and deletes, unless that is turned off', () => {
  expect(applicationOf(['a']).spec.syncPolicy?.automated).toEqual({ prune: true, selfHeal: true });
  expect(applicationOf(['a'], { automated: false }).spec.syncPolicy).not.toHaveProperty('automated');
});

test('it names a namespace: Argo CD compares it with the destinations of the project', () => {
  expect(applicationOf(['a']).spec.destination).toEqual({
    server: 'https://kubernetes.default.svc',
    namespace: 'events',
  });
});

test('further fields of the spec replace what is made', () => {
  const syncPolicy = { syncOptions: ['ServerSideApply=true'] };
  expect(applicationOf(['a'], { spec: { syncPolicy } }).spec.syncPolicy).toEqual(syncPolicy);
});

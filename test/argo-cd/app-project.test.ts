import { ApiObject, App, Chart } from 'cdk8s';
import { parse } from 'yaml';
import type { AppProject as AppProjectObject } from '../../imports/argo-cd';
import { AppProject, Folder, Manifest, renderTree } from '../../src';

const SOURCES = ['https://git.example.com/shop.git'];

/** The spec of a project that allows what `fill` adds. */
function specOf(fill: (folder: Folder) => void, spec = {}): AppProjectObject['spec'] {
  const app = new App();
  const argoCd = new Folder(app, 'argo-cd', { path: 'argo-cd' });
  const folder = new Folder(app, 'shop', { path: 'shop' });
  // The objects are added later: the lists are made when it is rendered.
  new AppProject(argoCd, 'project', { name: 'shop', sourceRepos: SOURCES, allow: [folder], spec });
  fill(folder);
  const yaml = renderTree(app).get('argo-cd/argocd/shop-appproject.yaml') ?? '';
  return (parse(yaml) as AppProjectObject).spec;
}

const manifest = (folder: Folder, apiVersion: string, kind: string, name: string, namespace?: string) =>
  new Manifest(folder, `${kind}-${name}`, {
    apiVersion,
    kind,
    metadata: { name, ...(namespace && { namespace }) },
  });

test('it allows each kind and namespace once, and objects of the cluster by name', () => {
  const spec = specOf((folder) => {
    manifest(folder, 'v1', 'ConfigMap', 'b', 'shop');
    manifest(folder, 'v1', 'ConfigMap', 'a', 'events');
    manifest(folder, 'argoproj.io/v1alpha1', 'EventBus', 'default', 'events');
    manifest(folder, 'v1', 'Namespace', 'shop');
    manifest(folder, 'v1', 'Namespace', 'events');
  });
  expect(spec).toEqual({
    sourceRepos: SOURCES,
    destinations: [
      { server: 'https://kubernetes.default.svc', namespace: 'events' },
      { server: 'https://kubernetes.default.svc', namespace: 'shop' },
    ],
    clusterResourceWhitelist: [
      { group: '', kind: 'Namespace', name: 'events' },
      { group: '', kind: 'Namespace', name: 'shop' },
    ],
    namespaceResourceWhitelist: [
      { group: '', kind: 'ConfigMap' },
      { group: 'argoproj.io', kind: 'EventBus' },
    ],
  });
});

test('an empty list is rendered: without it, Argo CD allows every kind in a namespace', () => {
  const spec = specOf((folder) => manifest(folder, 'v1', 'Namespace', 'shop'));
  expect(spec.namespaceResourceWhitelist).toEqual([]);
  expect(spec.destinations).toEqual([]);
});

test('an object of cdk8s counts with the namespace of its chart', () => {
  const spec = specOf((folder) => {
    const chart = new Chart(folder, 'chart', { namespace: 'shop' });
    new ApiObject(chart, 'job', { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a' } });
  });
  expect(spec.namespaceResourceWhitelist).toEqual([{ group: 'batch', kind: 'Job' }]);
  expect(spec.destinations?.map(({ namespace }) => namespace)).toEqual(['shop']);
});

test('further fields of the spec replace what is derived', () => {
  const orphanedResources = { warn: false };
  const spec = specOf((folder) => manifest(folder, 'v1', 'Namespace', 'shop'), {
    orphanedResources,
    clusterResourceWhitelist: [],
  });
  expect(spec).toMatchObject({ orphanedResources, clusterResourceWhitelist: [] });
});

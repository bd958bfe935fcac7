import { App } from 'cdk8s';
import { parse } from 'yaml';
import type { Application, AppProject } from '../../../imports/argo-cd';
import { Folder } from '../../../src/gitops/folder';
import { identityOf } from '../../../src/gitops/identity';
import { renderTree } from '../../../src/gitops/tree';
import { RemediationArgoCd } from '../../../src/remediation/argo-cd';
import type { RemediationProps } from '../../../src/remediation/props';
import type { ArgoCdProps, TreeFolder } from '../../../src/remediation/props/argo-cd';
import { appOf, TASK_TREE } from '../../app';
import { CHANGED } from '../../props';

const repoURL = 'https://git.example.com/acme/shop.git';
const ALL: readonly TreeFolder[] = ['resources', 'prerequisites', 'monitoring'];

const treeOf = (argoCd: Partial<ArgoCdProps> = {}, props: RemediationProps = {}) =>
  renderTree(appOf({ ...props, argoCd: { repoURL, ...argoCd } }));

const read = <T>(tree: ReadonlyMap<string, string>, name: string) =>
  parse(tree.get(`infra/gitops/argo-cd/argocd/${name}.yaml`) ?? '') as T;

test('the prop adds three objects in a folder of their own, and changes no other file', () => {
  const tree = treeOf();
  const added = [...tree.keys()].filter((path) => !TASK_TREE.has(path));
  expect(added).toEqual([
    'infra/gitops/argo-cd/argocd/argocd-cm-configmap.yaml',
    'infra/gitops/argo-cd/argocd/pr-comment-remediation-application.yaml',
    'infra/gitops/argo-cd/argocd/pr-comment-remediation-appproject.yaml',
  ]);
  for (const [path, yaml] of TASK_TREE) expect(tree.get(path)).toBe(yaml);
});

test.each<[string, readonly TreeFolder[], RemediationProps]>([
  ['the default props', ALL, {}],
  ['the default folder', ['resources'], {}],
  ['other props', ALL, { ...CHANGED, policies: {}, argoCd: undefined as never }],
])('with %s, the project allows exactly what is in the folders', (_, folders, props) => {
  const tree = treeOf({ folders }, props);
  const { spec } = read<AppProject>(tree, `pr-comment-${props.name ?? 'remediation'}-appproject`);
  const objects = [...tree]
    .filter(([path]) => folders.some((folder) => path.startsWith(`infra/gitops/${folder}/`)))
    .map(([, yaml]) => identityOf(parse(yaml)));
  const once = (values: readonly object[]) =>
    [...new Set(values.map((value) => JSON.stringify(value)))].sort();
  const named = objects.filter(({ namespace }) => namespace !== '');
  expect(once(spec.namespaceResourceWhitelist ?? [])).toEqual(
    once(named.map(({ group, kind }) => ({ group, kind }))),
  );
  expect(once(spec.clusterResourceWhitelist ?? [])).toEqual(
    once(
      objects
        .filter(({ namespace }) => namespace === '')
        .map(({ group, kind, name }) => ({ group, kind, name })),
    ),
  );
  expect(spec.destinations?.map(({ namespace }) => namespace)).toEqual(
    [...new Set(named.map(({ namespace }) => namespace))].sort(),
  );
});

test('the Application is of a namespace that the project allows', () => {
  const tree = treeOf({}, { namespaces: { sensors: 'hooks', agents: 'agents' } });
  const { spec } = read<Application>(tree, 'pr-comment-remediation-application');
  const project = read<AppProject>(tree, 'pr-comment-remediation-appproject');
  expect(spec.project).toBe(project.metadata.name);
  expect(project.spec.destinations).toContainEqual(spec.destination);
  expect(project.spec.sourceRepos).toEqual([spec.source?.repoURL]);
});

test('a folder that is not given is refused', () => {
  const app = new App();
  const folder = new Folder(app, 'argo-cd', { path: 'argo-cd' });
  const resources = new Folder(app, 'resources', { path: 'resources' });
  const props = { argoCd: { repoURL, folders: ['resources', 'monitoring'] } } satisfies RemediationProps;
  expect(() => new RemediationArgoCd(folder, 'remediation', props, { resources })).toThrow(
    '[argo-cd/remediation] props.argoCd.folders[1]: expected a folder that the construct is given: "resources", not "monitoring" [props]',
  );
});

describe('the waves', () => {
  const waves = [...TASK_TREE].map(([path, yaml]) => {
    const { kind, metadata } = parse(yaml) as { kind: string; metadata: Annotated };
    return { path, kind, wave: Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0) };
  });
  const kindsIn = (wave: number) =>
    [...new Set(waves.filter((one) => one.wave === wave).map(({ kind }) => kind))].sort();

  test('are accounts and policies, bus, sensors, event sources, and what looks after them', () => {
    expect([0, 1, 2, 3, 4].map(kindsIn)).toEqual([
      [
        'ConfigMap',
        'CustomResourceDefinition',
        'Namespace',
        'PodDisruptionBudget',
        'ResourceQuota',
        'Role',
        'RoleBinding',
        'ServiceAccount',
        'ValidatingAdmissionPolicy',
        'ValidatingAdmissionPolicyBinding',
      ],
      ['EventBus'],
      ['Sensor'],
      ['EventSource'],
      ['CronJob', 'Deployment', 'PodMonitor', 'PrometheusRule'],
    ]);
    expect(waves.filter(({ wave }) => wave < 0 || wave > 4)).toEqual([]);
  });
});

interface Annotated {
  readonly annotations?: Readonly<Record<string, string>>;
}

test('what takes data with it that is not in Git is never deleted by Argo CD', () => {
  const kept = [...TASK_TREE.values()].filter((yaml) =>
    yaml.includes('sync-options: Prune=false,Delete=false'),
  );
  expect(kept.map((yaml) => (parse(yaml) as { kind: string }).kind).sort()).toEqual([
    'CustomResourceDefinition',
    'EventBus',
    'Namespace',
    'Namespace',
  ]);
});

test('the health checks are keys of argocd-cm, for the kind of the CodeRuns too', () => {
  const keys = (props: RemediationProps) =>
    Object.keys(read<{ data: object }>(treeOf({}, props), 'argocd-cm-configmap').data).map((key) =>
      key.replace('resource.customizations.health.', ''),
    );
  const engine = ['argoproj.io_EventBus', 'argoproj.io_EventSource', 'argoproj.io_Sensor'];
  expect(keys({})).toEqual([...engine, 'cto.5dlabs.com_CodeRun']);
  expect(keys({ codeRun: CHANGED.codeRun })).toEqual([...engine, 'agents.example.com_AgentRun']);
});

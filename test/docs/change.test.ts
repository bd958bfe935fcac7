import { App } from 'cdk8s';
import { parse } from 'yaml';
import type { Sensor } from '../../imports/argo-events';
import { Folder, renderTree } from '../../src/index';
import { RemediationLoop, type RemediationProps } from '../../src/remediation';
import { appOf, TASK_TREE } from '../app';
import { read, rows } from './markdown';

describe('the table of what makes new consumers', () => {
  // A value for each prop that differs from the default.
  const props = {
    name: 'other',
    repository: 'acme/shop',
    githubApiUrl: 'https://github.example.com/api/v3',
    eventSourceName: 'other',
    eventName: 'other',
    marker: 'other',
    reviewers: ['octocat'],
    maxIterations: 3,
    shards: 2,
    cancelledAgents: { agentTypes: ['qa'] },
    'labels.readyForQa': 'other',
    'labels.iterationPrefix': 'other-',
    'resync.pause': 600,
  } as const;
  const before = consumers({});

  const table = rows(read('docs/change.md')).filter(([, feedback = '']) =>
    /^(?:new consumer|stays)$/.test(feedback),
  );
  const cases = table.flatMap(([names = '', feedback, state]) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ name, feedback, state })),
  );

  test('has every prop that makes one', () => {
    expect(cases.map(({ name }) => name).sort()).toEqual(Object.keys(props).sort());
  });

  test.each(cases)('$name: $feedback, $state', ({ name, feedback, state }) => {
    const value = props[name as keyof typeof props];
    const [top = '', label] = name.split('.');
    const after = consumers({ [top]: label ? { [label]: value } : value });
    const lost = [...before].filter((consumer) => !after.has(consumer));
    expect(lost.some((consumer) => consumer.includes('"feedback-comment"'))).toBe(
      feedback === 'new consumer',
    );
    expect(lost.some((consumer) => !consumer.includes('"feedback-comment"'))).toBe(state === 'new consumers');
  });
});

/** What tells the consumers of a loop's sensors apart: names of sensor and trigger, and the whole dependency. */
function consumers(props: RemediationProps): Set<string> {
  const app = new App();
  new RemediationLoop(new Folder(app, 'folder', { path: 'folder' }), 'loop', props);
  const sensors = [...renderTree(app)].filter(([path]) => path.endsWith('-sensor.yaml'));
  return new Set(
    sensors.flatMap(([, yaml]) => {
      const { metadata, spec } = parse(yaml) as Sensor;
      return (spec.triggers ?? []).map(({ template }) => {
        const dependency = spec.dependencies?.find(({ name }) => name === template?.conditions);
        return JSON.stringify([metadata.name, template?.name, dependency]);
      });
    }),
  );
}

describe('what a change leaves behind, for kubectl apply deletes nothing', () => {
  /** The files that are rendered with the first props and not with the second. */
  const left = (before: RemediationProps, after: RemediationProps) => {
    const now = renderTree(appOf(after));
    return [...renderTree(appOf(before)).keys()]
      .filter((path) => !now.has(path))
      .map((path) => path.replace('infra/gitops/', ''));
  };
  const inCluster = (path: string) => path.startsWith('resources/cluster/');
  const text = read('docs/change.md');
  const row = (prop: string) =>
    rows(text).find(([first = '']) => first.startsWith(`\`${prop}`) || first === prop);

  test('all policies and bindings without policies', () => {
    const files = left({}, { policies: false });
    expect(files.every(inCluster)).toBe(true);
    expect(row('policies: false')?.[1]).toBe(`All ${files.length} policies and bindings`);
  });

  test('seven objects without cancellation', () => {
    const files = left({}, { cancelledAgents: false });
    expect(
      files.filter((path) => !path.includes('remediation-cancel') && !path.includes('remediation-job')),
    ).toEqual([]);
    expect(files).toHaveLength(7);
    expect(row('cancelledAgents: false')?.[1]).toMatch(/^Seven objects/);
  });

  test('the sensors of the shards with one sensor', () => {
    const sensors = [0, 1, 2, 3].map((shard) => `pr-comment-remediation-loop-${shard}-sensor.yaml`);
    expect(left({ shards: 4 }, {})).toEqual(sensors.map((file) => `resources/github-webhooks/${file}`));
  });

  test('no object of the loop with another account', () => {
    expect(left({}, { serviceAccount: { name: 'other' } })).toEqual([
      'prerequisites/github-webhooks/argo-events-sa-serviceaccount.yaml',
    ]);
    expect(left({ serviceAccount: { name: 'other', dedicated: true } }, {})).toEqual([
      'resources/github-webhooks/other-serviceaccount.yaml',
    ]);
  });

  test('another agent namespace: eight policies, and the sensor stays the same object', () => {
    const files = left({}, { agentNamespace: 'other' });
    expect(files.filter(inCluster)).toHaveLength(16);
    expect(files.filter((path) => path.startsWith('resources/github-webhooks/'))).toEqual([]);
    expect(row('agentNamespace')?.[1]).toContain('eight policies and their bindings');
  });

  test('another sensor namespace: the policy of the watchdog, and no binding in the agent namespace', () => {
    const files = left({}, { sensorNamespace: 'other' });
    expect(files.filter(inCluster)).toHaveLength(2);
    expect(files.filter((path) => path.startsWith('resources/agent-platform/'))).toEqual([]);
  });

  test('another name: every object', () => {
    const all = [...TASK_TREE.keys()].filter((path) => path.startsWith('infra/gitops/resources/'));
    expect(left({}, { name: 'other' })).toHaveLength(all.length);
  });
});

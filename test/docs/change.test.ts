import { App } from 'cdk8s';
import { parse } from 'yaml';
import type { Sensor } from '../../imports/argo-events';
import { eventReference, Folder, renderTree } from '../../src/index';
import { RemediationLoop, type RemediationProps } from '../../src/remediation';
import { PROPS } from '../../src/remediation/props';
import { appOf, TASK_TREE } from '../app';
import { CHANGES } from '../props';
import { read, rows } from './markdown';

describe('the table of what makes new consumers', () => {
  const table = rows(read('docs/change.md')).filter(([, feedback = '']) =>
    /^(?:new consumer|stays)$/.test(feedback),
  );
  const cases = table.flatMap(([names = '', feedback, state, pullRequest]) =>
    [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({ name, feedback, state, pullRequest })),
  );
  const isOfPullRequests = (consumer: string) => consumer.includes('"pull-request-closed-or-reopened"');

  test('has every prop that makes one', () => {
    const making = [...CHANGES].filter(([, props]) => lost(props).length > 0).map(([name]) => name);
    const told = cases.map(({ name }) => name);
    expect(making.filter((name) => !told.some((one) => isOf(name, one)))).toEqual([]);
  });

  test.each(cases)('$name: $feedback, $state, $pullRequest', ({ name, feedback, state, pullRequest }) => {
    const changes = [...CHANGES].filter(([change]) => isOf(change, name));
    expect(changes).not.toEqual([]);
    for (const [, props] of changes) {
      const isOfComments = (consumer: string) => consumer.includes('"feedback-comment"');
      expect(lost(props).some(isOfComments)).toBe(feedback === 'new consumer');
      expect(lost(props).some((consumer) => !isOfComments(consumer))).toBe(
        state?.startsWith('new consumers') === true,
      );
      const before = { pullRequests: eventReference('github', 'issue_comment') };
      expect(lost({ ...before, ...props }, before).some(isOfPullRequests)).toBe(
        pullRequest === 'new consumer',
      );
    }
  });
});

test('the table of what a prop costs has every prop, once', () => {
  const [, section = ''] = read('docs/change.md').split('\n## What a prop costs\n');
  const [, ...table] = rows(section.split('\n## ')[0] ?? '');
  const named = table.flatMap(([first = '']) => first.match(/\w+/g) ?? []);
  expect(named.sort()).toEqual(Object.keys(PROPS).sort());
});

/** Whether a change is one of that prop, or of one in that group. */
function isOf(change: string, prop: string): boolean {
  return change === prop || (/^[.:]/.test(change.slice(prop.length)) && change.startsWith(prop));
}

/** The consumers of a loop that one with other props does not have. */
function lost(props: RemediationProps, before: RemediationProps = {}): string[] {
  const after = consumers(props);
  return [...consumers(before)].filter((consumer) => !after.has(consumer));
}

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
    const policies = files.filter(inCluster);
    expect(files.filter((path) => !inCluster(path) && !/-janitor-|resourcequota/.test(path))).toEqual([]);
    expect(row('policies: false')?.[1]).toBe(
      `All ${policies.length} policies and bindings; the janitor, its account, Role and binding; the quota`,
    );
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

  test('another agent namespace: ten policies, and the sensor stays the same object', () => {
    const files = left({}, { namespaces: { agents: 'other' } });
    expect(files.filter(inCluster)).toHaveLength(20);
    expect(files.filter((path) => path.startsWith('resources/github-webhooks/'))).toEqual([]);
    expect(row('namespaces.agents')?.[1]).toContain('ten policies and their bindings');
  });

  test('another sensor namespace: the policy of the watchdog, and no binding in the agent namespace', () => {
    const files = left({}, { namespaces: { sensors: 'other' } });
    expect(files.filter(inCluster)).toHaveLength(2);
    expect(files.filter((path) => path.startsWith('resources/agent-platform/'))).toEqual([]);
  });

  test('another name: every object', () => {
    const all = [...TASK_TREE.keys()].filter(
      (path) => !path.startsWith('infra/gitops/prerequisites/') || path.includes('resourcequota'),
    );
    expect(left({}, { name: 'other' })).toHaveLength(all.length);
  });
});

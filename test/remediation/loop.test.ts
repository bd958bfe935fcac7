import type { EventDependency, Trigger } from '../../imports/argo-events';
import type { RemediationProps } from '../../src/remediation/props';
import { dependency, type Rendered, renderLoop, renderLoops, trigger } from './rendered';

const objects = renderLoop();
const sensor = objects['pr-comment-remediation-sensor'];

describe('what the task names keeps its name and value', () => {
  test('the sensor, its labels and its scrape annotations, on the pod too', () => {
    const labels = {
      app: 'remediation-sensor',
      component: 'webhook-processing',
      version: 'v1',
      'monitoring.5dlabs.com/component': 'remediation-sensor',
    };
    const annotations = {
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '7777',
      'prometheus.io/path': '/metrics',
    };
    expect(sensor).toMatchObject({
      metadata: { name: 'pr-comment-remediation', namespace: 'github-webhooks', labels, annotations },
      spec: {
        eventBusName: 'default',
        replicas: 1,
        template: {
          serviceAccountName: 'argo-events-sa',
          metadata: { labels, annotations },
          container: {
            env: [{ name: 'LOG_LEVEL', value: 'info' }],
            resources: {
              requests: { cpu: '100m', memory: '128Mi' },
              limits: { cpu: '200m', memory: '256Mi' },
            },
          },
        },
      },
    });
  });

  test('the dependency', () => {
    expect(dependency(sensor, 'feedback-comment')).toMatchObject({
      eventSourceName: 'github',
      eventName: 'issue_comment',
    });
  });

  test('the retry of the CodeRun, as numbers', () => {
    expect(trigger(sensor, 'create-remediation-coderun')).toMatchObject({
      atLeastOnce: true,
      retryStrategy: { steps: 3, duration: '10s', factor: 2, jitter: 0.1 },
      dlqTrigger: {
        atLeastOnce: true,
        template: {
          name: 'remediation-fallback',
          k8s: { source: { resource: { type: 'Warning', reason: 'RemediationTriggerFailed' } } },
        },
      },
    });
  });

  test('every trigger', () => {
    expect((sensor as unknown as { spec: { triggers: Trigger[] } }).spec.triggers.map(nameOf)).toEqual([
      'check-iteration-state',
      'reconcile-state',
      'create-remediation-coderun',
      'cancel-quality-agents',
      'acknowledge-iteration',
      'update-pr-labels',
      'remove-ready-for-qa',
      'remove-previous-iteration',
      'announce-remediation',
      'report-exhausted',
      'label-exhausted',
    ]);
  });
});

describe('every trigger survives a crash', () => {
  const triggers = (sensor as unknown as { spec: { triggers: Trigger[] } }).spec.triggers;

  test.each(triggers.map((one) => [nameOf(one), one] as const))('%s is at least once', (_, one) => {
    expect(one.atLeastOnce).toBe(true);
    expect(one.retryStrategy?.steps).toBeGreaterThanOrEqual(1);
  });

  test.each(triggers.filter(({ template }) => template.http).map((one) => [nameOf(one), one] as const))(
    '%s takes no error of GitHub for success',
    (_, one) => {
      expect(one.policy?.status?.allow).toContain(200);
      expect(one.policy?.status?.allow).not.toContain(500);
    },
  );
});

describe('shards', () => {
  const sharded = renderLoop({ shards: 3 });
  const storer = sharded['pr-comment-remediation-sensor'];
  const followers = [0, 1, 2].map((index) => sharded[`pr-comment-remediation-loop-${index}-sensor`]);

  test('leave what stores comments as it was: another consumer would lose what waits', () => {
    expect(dependency(storer, 'feedback-comment')).toEqual(dependency(sensor, 'feedback-comment'));
    expect(trigger(storer, 'check-iteration-state')).toEqual(trigger(sensor, 'check-iteration-state'));
    expect(triggerNames(storer)).toEqual(['check-iteration-state']);
  });

  test('share the tasks: each takes those of its number', () => {
    for (const [index, follower] of followers.entries()) {
      for (const name of [
        'state-stale',
        'remediation-requested',
        'cancellation-requested',
        'remediation-acknowledged',
        'remediation-started',
      ]) {
        const one = dependency(follower, name);
        expect(one?.filters?.data).toContainEqual({
          path: 'remediation.shard',
          type: 'number',
          value: [String(index)],
        });
        expect(one?.transform?.jq).toContain('% 3');
      }
    }
  });

  test('have one account, and so one Role: that of the one sensor', () => {
    for (const file of ['pr-comment-remediation-role', 'pr-comment-remediation-rolebinding']) {
      expect(sharded[file]).toEqual(objects[file]);
    }
    expect(Object.values(sharded).filter(({ kind }) => kind === 'Role')).toHaveLength(
      Object.values(objects).filter(({ kind }) => kind === 'Role').length,
    );
  });

  test('are one when nothing is said: the sensor of the task, with every trigger', () => {
    const names = Object.values(objects).filter(({ kind }) => kind === 'Sensor');
    expect(names.map(({ metadata }) => metadata.name)).toEqual(['pr-comment-remediation']);
    expect(renderLoop({ shards: 1 })).toEqual(objects);
  });
});

describe('several loops side by side', () => {
  const both = renderLoops({
    one: {},
    two: { name: 'rework', github: { repository: '5dlabs/docs' }, namespaces: { agents: 'docs-agents' } },
  });

  test('share no object', () => {
    const single = Object.keys(objects).length;
    expect(Object.keys(both)).toHaveLength(2 * single);
  });

  test('share no state, run or event source', () => {
    const text = JSON.stringify(both['pr-comment-rework-sensor']);
    expect(text).toContain('-rework-state');
    expect(text).toContain('rework-rex-t');
    expect(text).not.toContain('-remediation-state');
    expect(text).not.toContain('remediation-rex-t');
    const notAtRest = { key: 'remediation.5dlabs.com/at-rest', operation: 'notin', value: 'true' };
    const labels = [{ key: 'app', operation: '==', value: 'rework-loop' }, notAtRest];
    expect(both['rework-state-eventsource']).toMatchObject({
      spec: { resource: { state: { filter: { labels } } } },
    });
  });
});

describe('a CodeRun of other people', () => {
  const custom = renderLoop({
    codeRun: (run) => ({
      apiVersion: 'agents.example.com/v2',
      kind: 'AgentRun',
      metadata: { labels: { team: 'blue' } },
      spec: { prNumber: run.prNumber, taskId: run.task, attempt: run.iteration },
    }),
  });

  test('has its own spec, and the name, labels and owner by which the loop finds it', () => {
    expect(trigger(custom['pr-comment-remediation-sensor'], 'create-remediation-coderun')).toMatchObject({
      template: {
        k8s: {
          source: {
            resource: {
              apiVersion: 'agents.example.com/v2',
              kind: 'AgentRun',
              metadata: {
                namespace: 'agent-platform',
                labels: { team: 'blue', 'trigger-type': 'comment-feedback' },
                ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap' }],
              },
            },
          },
          parameters: expect.arrayContaining([
            expect.objectContaining({ dest: 'spec.prNumber' }),
            expect.objectContaining({ dest: 'metadata.annotations.remediation\\.5dlabs\\.com/iteration' }),
          ]),
        },
      },
    });
  });

  test('is watched, allowed and cancelled under its own group and plural', () => {
    expect(custom['remediation-state-eventsource']).toMatchObject({
      spec: { resource: { runs: { group: 'agents.example.com', version: 'v2', resource: 'agentruns' } } },
    });
    expect(custom['pr-comment-remediation-role']?.['rules']).toContainEqual({
      apiGroups: ['agents.example.com'],
      resources: ['agentruns'],
      verbs: ['create', 'get', 'patch'],
    });
    expect(custom['remediation-cancel-role']?.['rules']).toEqual([
      { apiGroups: ['agents.example.com'], resources: ['agentruns'], verbs: ['delete', 'list'] },
    ]);
    expect(JSON.stringify(custom)).toContain('agentruns.agents.example.com');
  });
});

describe('the account', () => {
  test('of the platform is bound, not made', () => {
    expect(objects['argo-events-sa-serviceaccount']).toBeUndefined();
    expect(objects['pr-comment-remediation-rolebinding']?.['subjects']).toEqual([
      { kind: 'ServiceAccount', name: 'argo-events-sa', namespace: 'github-webhooks' },
    ]);
  });

  test('of the loop alone is made and bound', () => {
    const own = renderLoop({ serviceAccount: { name: 'remediation', dedicated: true } });
    expect(own['remediation-serviceaccount']).toMatchObject({ metadata: { namespace: 'github-webhooks' } });
    expect(own['pr-comment-remediation-rolebinding']?.['subjects']).toEqual([
      { kind: 'ServiceAccount', name: 'remediation', namespace: 'github-webhooks' },
    ]);
  });
});

test('props reach the program and the requests', () => {
  const changed = renderLoop({
    github: {
      repository: 'octo-org/app',
      apiUrl: 'https://github.example.com/api/v3',
      token: { name: 'gh', key: 'header' },
    },
    marker: 'Needs work (a+b)',
    reviewers: ['qa[bot]'],
    maxIterations: 4,
    labels: { inProgress: 'rework' },
  })['pr-comment-remediation-sensor'];
  expect(dependency(changed, 'feedback-comment')?.filters?.data).toEqual(
    expect.arrayContaining([
      { path: 'body.comment.body', type: 'string', value: ['Needs work \\(a\\+b\\)'] },
      { path: 'body.comment.user.login', type: 'string', value: ['^qa\\[bot\\]$'] },
      { path: 'body.repository.full_name', type: 'string', value: ['^octo-org/app$'] },
    ]),
  );
  expect(dependency(changed, 'state-stale')?.transform?.jq).toContain('// 4');
  expect(dependency(changed, 'remediation-acknowledged')?.transform?.jq).toContain(
    'https://github.example.com/api/v3/repos/octo-org/app/issues/',
  );
  expect(trigger(changed, 'update-pr-labels')?.template.http).toMatchObject({
    payload: [{ src: { value: 'rework' }, dest: 'labels.0' }, { dest: 'labels.1' }],
    secureHeaders: [{ name: 'Authorization', valueFrom: { secretKeyRef: { name: 'gh', key: 'header' } } }],
  });
});

describe('reviewers', () => {
  const feedback = (props: RemediationProps) =>
    dependency(renderLoop(props)['pr-comment-remediation-sensor'], 'feedback-comment');
  const filtered = (props: RemediationProps, path: string) =>
    feedback(props)?.filters?.data?.find((filter) => filter.path === path)?.value;

  test('are compared in lower case, as the transform gives the login', () => {
    expect(filtered({ reviewers: ['Ann', 'QA[bot]'] }, 'body.comment.user.login')).toEqual([
      '^ann$',
      '^qa\\[bot\\]$',
    ]);
    expect(filtered({ github: { repository: 'Acme/Shop' } }, 'body.repository.full_name')).toEqual([
      '^acme/shop$',
    ]);
    expect(filtered({}, 'remediation.is_reviewer')).toBeUndefined();
  });

  test('with an id have to have both', () => {
    const reviewers = [{ login: 'Ann', id: 7 }, 'bob'];
    expect(filtered({ reviewers }, 'body.comment.user.login')).toEqual(['^ann$', '^bob$']);
    expect(filtered({ reviewers }, 'remediation.is_reviewer')).toEqual(['true']);
    expect(feedback({ reviewers })?.transform?.jq).toContain(
      '[{"login":"ann","id":7},{"login":"bob","id":null}]',
    );
  });
});

function nameOf({ template }: Trigger): string {
  return template.name;
}

function triggerNames(rendered: Rendered | undefined): string[] {
  return (rendered as unknown as { spec: { triggers: Trigger[] } }).spec.triggers.map(nameOf);
}

test('the jq of a sensor can be read: lines of at most 110 characters, and comments', () => {
  const programs = (sensor as unknown as { spec: { dependencies: EventDependency[] } }).spec.dependencies.map(
    ({ transform }) => transform?.jq ?? '',
  );
  expect(programs).toHaveLength(7);
  for (const jq of programs) {
    expect(jq.split('\n').filter((line) => line.length > 110)).toEqual([]);
    expect(jq).toMatch(/^ *# /m);
  }
});

import { eventReference } from '../../../src/argo-events/dependency';
import { METRIC } from '../../../src/remediation/monitoring/metrics';
import type { RemediationProps } from '../../../src/remediation/props';
import { renderMonitoring } from '../rendered';
import { type Outcome, runShell } from '../upkeep/script';

interface Deployment {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly [
          { readonly args: readonly [string]; readonly env: readonly { name: string; value: string }[] },
        ];
      };
    };
  };
}

/** A web server that ends when the metrics are there or a list has failed, and not after a time: the machine may be slow. */
const SERVER = '*proxy*) while [ ! -e metrics ] && [ ! -e failed ]; do sleep 0.05; done ;;';

/** A kubectl with that web server, which prints the file `list`. */
const KUBECTL = `case "$*" in ${SERVER} label*) cat list ;; esac`;

function run(
  lines: readonly string[],
  props: RemediationProps = {},
  kubectl = KUBECTL,
  more: Readonly<Record<string, string>> = {},
): Outcome {
  const deployment = renderMonitoring(props)['remediation-exporter-deployment'] as unknown as Deployment;
  const [{ args, env }] = deployment.spec.template.spec.containers;
  const variables = { PAUSE: '0.1', FOLDER: '.', ...more };
  return runShell({ script: args[0], env }, kubectl, { list: lines.join('\n') }, variables, 'metrics');
}

/** The metrics that the exporter makes of such lines: the values by the series. */
function measure(lines: readonly string[], props?: RemediationProps): Record<string, number> {
  const text = run(lines, props).left ?? '';
  return Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.replace(/ \S+$/, ''), Number(line.replace(/^.* /, ''))]),
  );
}

const task = (number: number | string, status = 'active') =>
  `task task-${number}-remediation-state ${status}`;
const line = (value: string, iteration = '+', key = 'comment-11') =>
  `comment ${iteration} ${key} ${JSON.stringify(value)}`;
const comment = (at: string, iteration = '+') =>
  line(JSON.stringify({ pr: 1, repo: '5dlabs/cto', author: 'x', at }), iteration);
const since = (number: number, status: string) =>
  `${METRIC.waitingSince}{task="${number}",status="${status}"}`;

test('no task: all is there, and zero', () => {
  const metrics = measure([]);
  expect(metrics).toMatchObject({
    'remediation_tasks{status="active"}': 0,
    'remediation_tasks{status="exhausted"}': 0,
    'remediation_tasks{status="completed"}': 0,
    'remediation_tasks{status="paused"}': 0,
    'remediation_waiting_comments{status="active"}': 0,
  });
  expect(Math.abs((metrics[METRIC.listed] ?? 0) - Date.now() / 1000)).toBeLessThan(60);
});

test('tasks and comments are counted by status, and the oldest comment of each task has its time', () => {
  const metrics = measure([
    task(7),
    comment('2026-03-01T00:00:01Z', '-'),
    comment('2025-12-31T23:59:59Z'),
    task(8),
    task(9, 'exhausted'),
    comment('2024-02-29T12:00:00Z', '-'),
    task(10, 'paused'),
  ]);
  expect(metrics).toMatchObject({
    'remediation_tasks{status="active"}': 2,
    'remediation_tasks{status="exhausted"}': 1,
    'remediation_tasks{status="paused"}': 1,
    'remediation_waiting_comments{status="active"}': 2,
    'remediation_waiting_comments{status="exhausted"}': 1,
    [since(7, 'active')]: Date.UTC(2025, 11, 31, 23, 59, 59) / 1000,
    [since(9, 'exhausted')]: Date.UTC(2024, 1, 29, 12) / 1000,
  });
  expect(Object.keys(metrics).filter((name) => name.startsWith(METRIC.waitingSince))).toHaveLength(2);
});

test('what people write is no time and no task', () => {
  const metrics = measure([
    task(7),
    line('not JSON'),
    comment('yesterday'),
    // An author with quotes: JSON escapes them once more.
    line(JSON.stringify({ pr: 1, repo: '5dlabs/cto', author: '","at":"2001-01-01T00:00:00Z"', at: '' }), '-'),
    line('two\nlines|"at":"x"'),
    'task kube-root-ca.crt active',
    comment('2025-01-01T00:00:00Z'),
    'task task-08-remediation-state active',
    'task task-5-remediation-state-x active',
  ]);
  expect(metrics['remediation_tasks{status="active"}']).toBe(1);
  expect(metrics['remediation_waiting_comments{status="active"}']).toBe(2);
  expect(Object.keys(metrics).filter((name) => name.startsWith(METRIC.waitingSince))).toEqual([]);
});

test('a comment that the loop ignores does not wait', () => {
  const at = '2025-01-01T00:00:00Z';
  const value = { pr: 1, repo: '5dlabs/cto', author: 'x', at };
  const ignored = [
    line(JSON.stringify({ ...value, repo: '5dlabs/cto-x' })),
    line(JSON.stringify({ ...value, repo: 'x/5dlabs/cto' })),
    line(JSON.stringify({ ...value, repo: undefined, author: '","repo":"5dlabs/cto"' })),
    line(JSON.stringify({ ...value, pr: '1' })),
    line(JSON.stringify({ ...value, pr: 0 })),
    line(JSON.stringify(value), '-', 'comment-x'),
    line(JSON.stringify(value), '-', `comment-1${'0'.repeat(15)}`),
  ];
  const metrics = measure([task(7), ...ignored]);
  expect(metrics['remediation_waiting_comments{status="active"}']).toBe(0);
  expect(metrics[since(7, 'active')]).toBeUndefined();
  // Written in another case, or by a person with spaces, it is the same repository.
  const counted = [
    line(JSON.stringify({ ...value, repo: '5DLabs/CTO' })),
    line('{"pr": 1, "repo": "5dlabs/cto", "at": "2025-01-01T00:00:00Z"}'),
    line('{"at": "2025-01-01T00:00:00Z", "repo": "5dlabs/cto", "pr": 1}'),
  ];
  expect(measure([task(7), ...counted])['remediation_waiting_comments{status="active"}']).toBe(3);
  const other = { github: { repository: 'Acme/Shop.js' } };
  expect(
    measure([task(7), line(JSON.stringify({ ...value, repo: 'acme/shop.js' }))], other)[since(7, 'active')],
  ).toBe(Date.UTC(2025, 0, 1) / 1000);
});

describe('a comment of a closed pull request waits only if it has an iteration', () => {
  const closing = { pullRequests: eventReference('github', 'issue_comment') };
  const of = (pr: number, iteration: string) =>
    line(JSON.stringify({ pr, repo: '5dlabs/cto', at: '2025-01-01T00:00:00Z' }), iteration);
  const waiting = (lines: readonly string[], status = 'active') =>
    measure([task(7, status), ...lines], closing)[`remediation_waiting_comments{status="${status}"}`];
  const keys = (...names: string[]) => names.map((name) => `pull-request ${name}`);

  test.each(['active', 'exhausted', 'completed', 'paused'])('in a task that is %s', (status) => {
    const comments = [of(1, '-'), of(1, '+'), of(2, '-')];
    expect(waiting(comments, status)).toBe(3);
    expect(waiting([...keys('closed-1-1700000000'), ...comments], status)).toBe(2);
  });

  test.each([
    [['closed-1-1700000000'], 0],
    [['closed-1-999999999', 'closed-1-1700000000', 'reopened-1-1600000000'], 0],
    [['closed-1-1700000000', 'reopened-1-1700000000'], 1],
    [['closed-1-999999999', 'reopened-1-1000000000'], 1],
    [['closed-11-1700000000'], 1],
    [['closed-1-1700000000x', 'closed-1-0', 'closed-01-1700000000', `closed-1-1${'0'.repeat(12)}`], 1],
  ])('with the keys %j', (names, count) => {
    expect(waiting([...keys(...names), of(1, '-')])).toBe(count);
  });

  test('and the keys of another task say nothing', () => {
    const lines = [...keys('closed-1-1700000000'), task(8), of(1, '-')];
    expect(waiting(lines)).toBe(1);
  });
});

test('paused and exhausted tasks leave the series of an active task alone', () => {
  const lines = Array.from({ length: 105 }, (_, index) => [
    task(index + 1, 'paused'),
    comment('2024-01-01T00:00:00Z'),
    task(index + 201, 'exhausted'),
    comment('2024-01-01T00:00:00Z'),
  ]).flat();
  const metrics = measure([...lines, task(500), comment('2025-01-01T00:00:00Z')]);
  expect(metrics[since(500, 'active')]).toBe(Date.UTC(2025, 0, 1) / 1000);
  expect(metrics).toMatchObject({
    'remediation_tasks_without_series{status="active"}': 0,
    'remediation_tasks_without_series{status="exhausted"}': 5,
    'remediation_tasks_without_series{status="paused"}': 5,
  });
});

test('at most a hundred tasks of a status have a series: those that have waited for the longest time', () => {
  const lines = Array.from({ length: 130 }, (_, index) => [
    task(index + 1),
    comment(
      new Date(Date.UTC(2025, 0, 1) + ((index * 37) % 130) * 86_400_000).toISOString().replace('.000', ''),
    ),
  ]).flat();
  const metrics = measure(lines);
  expect(metrics['remediation_tasks_without_series{status="active"}']).toBe(30);
  const series = Object.entries(metrics).filter(([name]) => name.startsWith(METRIC.waitingSince));
  expect(series).toHaveLength(100);
  expect(Math.max(...series.map(([, at]) => at))).toBe(Date.UTC(2025, 0, 100) / 1000);
});

test('the metrics are in the order that the format asks for: help and type before the series', () => {
  const text = run([task(7), comment('2025-01-01T00:00:00Z')]).left ?? '';
  const seen = new Set<string>();
  for (const line of text.trim().split('\n')) {
    const name = /^# (?:HELP|TYPE) (\w+)/.exec(line)?.[1] ?? /^\w+/.exec(line)?.[0] ?? '';
    if (line.startsWith('# TYPE')) seen.add(name);
    if (!line.startsWith('#')) expect(seen).toContain(name);
  }
  expect([...seen].sort()).toEqual(Object.values(METRIC).sort());
});

test('a list that fails leaves no metrics that say that nothing waits', () => {
  const failing = `case "$*" in ${SERVER} "get --raw"*) touch failed; exit 1 ;; label*) cat list ;; esac`;
  expect(run([task(7)], {}, failing).left).toBeUndefined();
});

test('a list that does not end ends the pod, so that Kubernetes starts it again', () => {
  const hanging = `case "$*" in *proxy*) sleep 20 ;; "get --raw"*) sleep 5 ;; label*) cat list ;; esac`;
  const started = Date.now();
  const { status, left, calls } = run([task(7)], {}, hanging, { PAUSE: '1', PAUSES: '2' });
  expect({ status, left }).toEqual({ status: 1, left: undefined });
  expect(calls.filter((words) => words.includes('--raw'))).toHaveLength(1);
  expect(Date.now() - started).toBeLessThan(4500);
});

test('a list that takes longer than a pause is waited for: there are never two', () => {
  const list = '[ ! -e listing ] || echo twice >> calls; touch listing; sleep 0.5; rm listing';
  const slow = `case "$*" in ${SERVER} "get --raw"*) ${list} ;; label*) cat list ;; esac`;
  const { left, calls } = run([task(7)], {}, slow, { PAUSES: '1000' });
  expect(left).toContain('remediation_tasks{status="active"} 1');
  expect(calls).not.toContainEqual(['twice']);
});

test('when the web server ends, the pod ends too, so that Kubernetes starts it again', () => {
  expect(run([]).status).toBe(1);
});

test('the web server has no credentials and reaches no API server', () => {
  const proxy = run([]).calls.find((words) => words.includes('proxy'));
  expect(proxy).toEqual(
    expect.arrayContaining(['--server=http://127.0.0.1:1', '--api-prefix=/refused/', '--reject-paths=.*']),
  );
});

// With a flag of the connection, kubectl does not take the account of the pod, and asks localhost:8080.
test('the list has no flag but what it lists', () => {
  const list = run([]).calls.find((words) => words.includes('--raw'));
  expect(list).toHaveLength(3);
});

test('it may list ConfigMaps, and nothing else', () => {
  expect(renderMonitoring()['remediation-exporter-role']).toMatchObject({
    metadata: { namespace: 'agent-platform' },
    rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['list'] }],
  });
});

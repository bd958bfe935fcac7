import { EventEmitter } from 'node:events';
import { ApiError, type ClusterRequest } from '../../src/cluster/cluster';
import { fakeCluster } from '../cluster/fake';
import { assigned, comment, event, handled, healthy, NOW, state } from '../status/objects';
import { command } from './command';

beforeEach(() => jest.useFakeTimers({ now: NOW, doNotFake: ['setTimeout', 'clearTimeout', 'nextTick'] }));
afterEach(() => jest.useRealTimers());

const AT_REST = { labels: { 'remediation.5dlabs.com/at-rest': 'true' } };
/** Tasks of every condition. */
const STATES = [
  state(7, { ...handled(1, 1), ...assigned(2345678950, 2) }),
  state(
    8,
    { ...handled(1, 1), 'comment-2345678960': comment(190), status: 'paused' },
    { manager: 'kubectl-patch' },
  ),
  state(9, { ...handled(1, 10), 'comment-2345678970': comment(25), status: 'exhausted' }),
  state(10, handled(1, 1)),
  state(12, handled(1, 1), AT_REST),
  state(13, { 'comment-7': comment(1), status: 'stopped' }),
];
const objects = {
  ...healthy(STATES),
  events: [
    event(7, 'RemediationTriggered', 'Iteration 1 of task 7 started for comment 1 on PR 42', 300),
    event(
      9,
      'RemediationExhausted',
      'Task 9 has used up its 10 iterations: raise max_iterations in task-9-remediation-state to go on',
      24,
    ),
    event(99, 'RemediationTriggered', 'Of a task that is gone', 1),
  ],
};
const status = (...argv: string[]) => command(fakeCluster(objects), ['status', ...argv]);

test('it shows the tasks that need a person first, and what to do', async () => {
  expect(await status()).toEqual({
    code: 1,
    stdout: `\
Loop remediation, namespace agent-platform, context test
5 tasks, 3 need a person, 1 at rest not shown (--all)

TASK  STATUS     ITERATION  WAITING  SINCE  WHY
8     paused     1 of 10    1        3h     a person has paused the task
9     exhausted  10 of 10   1        25m    the iterations are used up
13    stopped    0 of 10    1        1m     a person has paused the task
7     active     2 of 10    1        1h     its CodeRun is being made
10    active     1 of 10    -        -      -

Tasks 8, 13: a person has paused the task. Resume the task:
    npx cdk8s-argo-events resume 8 13
  or:
    kubectl patch configmap task-8-remediation-state -n agent-platform --type merge \\
      -p '{"data":{"status":"active"}}'
  to see more:
    kubectl get configmap task-8-remediation-state -n agent-platform -o yaml --show-managed-fields

Task 9: the iterations are used up. Raise the maximum:
    kubectl patch configmap task-9-remediation-state -n agent-platform --type merge \\
      -p '{"data":{"max_iterations":"11"}}'
  to see more:
    kubectl get configmap task-9-remediation-state -n agent-platform -o yaml

AGE  EVENT    REASON                MESSAGE
24m  Warning  RemediationExhausted  Task 9 has used up its 10 iterations: raise max_iterations in t…
5h   Normal   RemediationTriggered  Iteration 1 of task 7 started for comment 1 on PR 42
`,
    stderr: '',
  });
});

test('--task: one task, its comments, and who has changed it', async () => {
  expect(await status('--task', '7', '--context', 'night', '-n', 'agent-platform')).toEqual({
    code: 0,
    stdout: `\
Loop remediation, namespace agent-platform, context test
1 task

TASK  STATUS  ITERATION  WAITING  SINCE  WHY
7     active  2 of 10    1        1h     its CodeRun is being made

task-7-remediation-state

COMMENT     PR  ITERATION  AGE
1           42  1          1h   has its CodeRun
2345678950  42  2          1h   its CodeRun is being made

CHANGED BY   AGE  LAST SET
argo-events  1m   data.status

Task 7: its CodeRun is being made. Nothing

AGE  EVENT   REASON                MESSAGE
5h   Normal  RemediationTriggered  Iteration 1 of task 7 started for comment 1 on PR 42
`,
    stderr: '',
  });
});

test('the name of the state will do for the task', async () => {
  expect((await status('--task', 'task-8-remediation-state')).stdout).toContain(
    '\n1 task, 1 needs a person\n',
  );
});

test('a task that is not there is wrong usage', async () => {
  expect(await status('--task', '99')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'Task 99 of loop remediation has no state in namespace agent-platform\n',
  });
});

test('--all has the tasks at rest too', async () => {
  const { stdout } = await status('--all');
  expect(stdout).toContain('\n6 tasks, 3 need a person\n');
  expect(stdout).toContain('\n12    active     1 of 10    -        -      -\n');
});

test('a task at rest is shown when it needs a person', async () => {
  const paused = state(12, { 'comment-1': comment(9), status: 'paused' }, AT_REST);
  expect((await command(fakeCluster(healthy([paused])), ['status'])).stdout).toContain(
    '\n1 task, 1 needs a person\n',
  );
});

test('an empty cluster says so', async () => {
  expect(await command(fakeCluster(healthy([])), ['status'])).toEqual({
    code: 0,
    stdout: 'Loop remediation, namespace agent-platform, context test\nNo task has a state\n',
    stderr: '',
  });
});

test('the commands that are shown ask the same cluster', async () => {
  const argv = [
    'status',
    '--task',
    '8',
    '--context',
    "Jane's",
    '--kubeconfig',
    '/tmp/k',
    '--loop',
    'remediation',
  ];
  const { stdout } = await command(fakeCluster(objects), argv);
  expect(stdout).toContain(
    `\n    npx cdk8s-argo-events resume 8 --loop remediation --kubeconfig /tmp/k --context 'Jane'\\''s'\n`,
  );
  expect(stdout).toContain(`\n    kubectl --kubeconfig /tmp/k --context 'Jane'\\''s' patch configmap `);
});

test('what stops the loop as a whole comes first', async () => {
  const [sensor, ...others] = objects.deployments;
  const stopped = { ...objects, deployments: [{ ...sensor, spec: { replicas: 0 } }, ...others] };
  const { code, stdout } = await command(fakeCluster(stopped as typeof objects), ['status']);
  expect(code).toBe(1);
  expect(stdout).toContain(`
The loop: the sensors are stopped. Resume the sensors:
    kubectl scale deployments -n github-webhooks -l app=remediation-sensor --replicas=1
  to see more:
    kubectl get deployments -n github-webhooks -l app=remediation-sensor

TASK`);
});

test('what people have typed cannot move the cursor, and no line is longer than 100 columns', async () => {
  const hostile = '\u001b[2J\u202e\r\nTASK 1 is fine';
  const states = [state(7, { 'comment-1': comment(1), status: hostile + 'x'.repeat(300) })];
  const cluster = fakeCluster({ ...healthy(states), events: [event(7, hostile, hostile.repeat(9))] });
  for (const argv of [['status'], ['status', '--task', '7']]) {
    const { stdout } = await command(cluster, argv);
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    expect(stdout).toContain('\\u{1b}[2J\\u{202e}\\u{d}\\u{a}');
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(100);
  }
});

test('many tasks of one cause are told together', async () => {
  const many = Array.from({ length: 12 }, (_, task) =>
    state(task + 1, { 'comment-1': comment(9), status: 'held' }),
  );
  const { stdout } = await command(fakeCluster(healthy(many)), ['status']);
  expect(stdout).toContain('\nTasks 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more: a person has paused the task.');
  expect(stdout).toContain('\n    npx cdk8s-argo-events resume 1 2 3 4 5 6 7 8 9 10\n');
});

test('the maximum is raised by the comments that need an iteration, not by those that have one', async () => {
  const data = {
    ...handled(1, 9),
    ...assigned(2, 10),
    'comment-3': comment(25),
    'comment-4': comment(20),
    status: 'exhausted',
  };
  const { stdout } = await command(fakeCluster(healthy([state(9, data)])), ['status', '--task', '9']);
  expect(stdout).toContain(`-p '{"data":{"max_iterations":"12"}}'`);
});

test('--json: the same as a document', async () => {
  const { code, stdout } = await status('--json');
  const report = JSON.parse(stdout);
  expect(code).toBe(1);
  expect(report).toMatchObject({
    version: 1,
    at: '2026-01-02T12:00:00.000Z',
    context: 'test',
    loop: 'remediation',
    namespaces: { agents: 'agent-platform', sensors: 'github-webhooks' },
    codeRuns: 'coderuns.cto.5dlabs.com',
    needsPerson: true,
    problems: [],
    leftOut: 1,
    unread: [],
  });
  expect(report.tasks.map(({ task }: { task: string }) => task)).toEqual(['8', '9', '13', '7', '10']);
  expect(report.tasks[0]).toMatchObject({
    condition: 'needs-person',
    cause: 'paused',
    since: '2026-01-02T08:50:00Z',
  });
});

test('what may not be read goes to stderr', async () => {
  const cluster = fakeCluster(objects);
  cluster.forbidden.add('list events');
  const { code, stdout, stderr } = await command(cluster, ['status', '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout).unread).toHaveLength(1);
  expect(stderr).toBe(
    'not read: Not allowed to list events in namespace agent-platform: events is forbidden: User "jane" cannot list ' +
      'resource "events" in API group "" in the namespace "agent-platform"\n',
  );
});

test('what a policy or a proxy says cannot move the cursor', async () => {
  const cluster = fakeCluster(objects);
  const refusing = (status: number, path: string) => ({
    ...cluster,
    request: async (request: ClusterRequest) => {
      if (request.path.endsWith(path)) throw new ApiError(status, 'no\u009b2J\u202e\u001b[31m\nat all');
      return cluster.request(request);
    },
  });
  expect((await command(refusing(500, '/events'), ['status'])).stderr).toBe(
    'not read: Cannot list events in namespace agent-platform: no\\u{9b}2J\\u{202e}\\u{1b}[31m\\u{a}at all (500)\n',
  );
  expect((await command(refusing(500, '/pods'), ['trace', '1'])).stderr).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  expect((await command(refusing(500, '/configmaps'), ['status'])).stderr).toBe(
    'Cannot list configmaps in namespace agent-platform: no\\u{9b}2J\\u{202e}\\u{1b}[31m\nat all (500)\n',
  );
});

test('without the right to list the states, one line says so', async () => {
  const cluster = fakeCluster(objects);
  cluster.forbidden.add('list configmaps');
  expect(await command(cluster, ['status'])).toEqual({
    code: 3,
    stdout: '',
    stderr:
      'Not allowed to list configmaps in namespace agent-platform: configmaps is forbidden: User "jane" cannot list ' +
      'resource "configmaps" in API group "" in the namespace "agent-platform"\n',
  });
});

test('several loops: which one is wrong usage', async () => {
  const { metadata, ...rest } = state(8, {});
  const other = { ...rest, metadata: { ...metadata, name: 'task-8-rework-state' } };
  const { code, stderr } = await command(fakeCluster(healthy([...STATES, other])), ['status']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      'Several loops have states in namespace agent-platform: remediation, rework. Choose one with --loop\n',
  });
});

test.each([
  [
    ['--task', 'x'],
    "error: option '--task <number>' argument 'x' is invalid. The number of a task is needed.\n",
  ],
  [
    ['--task', '0'],
    "error: option '--task <number>' argument '0' is invalid. The number of a task is needed.\n",
  ],
  [
    ['-n', '../x'],
    `error: option '-n, --namespace <namespace>' argument '../x' is invalid. A name of lower-case letters, digits and "-" is needed.\n`,
  ],
  [['--frob'], "error: unknown option '--frob'\n"],
  [['7'], "error: too many arguments for 'status'. Expected 0 arguments but got 1.\n"],
])('wrong usage: %j', async (argv, stderr) => {
  expect(await status(...argv)).toEqual({ code: 2, stdout: '', stderr });
});

test('it writes nothing', async () => {
  const cluster = fakeCluster(objects);
  await command(cluster, ['status']);
  expect(cluster.requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
});

describe('--watch', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick'] }));
  const looks = (number: number) => jest.advanceTimersByTimeAsync(number * 5000);

  test('shows what has changed, goes on when the API server does not answer, and leaves with what it saw last', async () => {
    const cluster = fakeCluster(healthy([state(7, handled(1, 1))]));
    const watching = command(cluster, ['status', '--watch', '--json']);
    await looks(3);
    cluster.forbidden.add('list configmaps');
    await looks(1);
    cluster.forbidden.clear();
    Object.assign(cluster.get('configmaps', 'task-7-remediation-state'), {
      data: { 'comment-2': comment(9), status: 'paused' },
    });
    await looks(2);
    process.emit('SIGINT');
    const { code, stdout, stderr } = await watching;
    expect(code).toBe(1);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).needsPerson),
    ).toEqual([false, true]);
    expect(stderr).toMatch(/^Not allowed to list configmaps in namespace agent-platform: .*\n$/);
  });

  test('a task that is not there is wrong usage', async () => {
    expect(await command(fakeCluster(objects), ['status', '--watch', '--task', '99'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'Task 99 of loop remediation has no state in namespace agent-platform\n',
    });
  });

  test('a task whose state is deleted later is watched on', async () => {
    const cluster = fakeCluster(healthy([state(7, handled(1, 1))]));
    const watching = command(cluster, ['status', '--watch', '--task', '7']);
    await looks(2);
    cluster.get('configmaps', 'task-7-remediation-state').metadata.name = 'gone';
    await looks(2);
    process.emit('SIGINT');
    expect(await watching).toMatchObject({ code: 0, stderr: '' });
  });

  test('ends when nobody reads it any more', async () => {
    const reader = new EventEmitter();
    const cluster = fakeCluster(healthy([state(7, handled(1, 1))]));
    const watching = command(cluster, ['status', '--watch', '--json'], reader);
    await looks(1);
    reader.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    expect((await watching).code).toBe(0);
    expect([reader.listenerCount('error'), process.listenerCount('SIGINT')]).toEqual([0, 0]);
  });

  test('ends at once when the first look fails', async () => {
    const cluster = fakeCluster(healthy([]));
    cluster.forbidden.add('list configmaps');
    expect((await command(cluster, ['status', '--watch'])).code).toBe(3);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });
});

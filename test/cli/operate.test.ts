import { eventReference } from '../../src/argo-events/dependency';
import type { LiveObject } from '../../src/cluster/objects';
import { renderTree } from '../../src/gitops/tree';
import { appOf, TASK_TREE } from '../app';
import { fakeCluster } from '../cluster/fake';
import { assigned, comment, handled, healthy, NOW, state } from '../status/objects';
import { command } from './command';

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

/** The tree of a loop that hears of closed pull requests. */
const CLOSING = renderTree(appOf({ pullRequests: eventReference('github', 'issue_comment') }));
const AT_REST = { labels: { 'remediation.5dlabs.com/at-rest': 'true' } };
const cluster = () =>
  fakeCluster(
    healthy([
      state(7, { ...handled(1, 1), ...assigned(2, 2) }, { changed: 30 }),
      state(8, { 'comment-1': comment(190), status: 'paused' }),
      state(9, { ...handled(1, 10), 'comment-2': comment(25), status: 'exhausted' }),
      state(10, handled(1, 1), AT_REST),
      state(11, { 'comment-1': comment(9) }, AT_REST),
      state(12, { 'comment-1': 'no JSON' }),
      state(13, { 'comment-1': comment(1), status: 'stopped' }, AT_REST),
      state(14, { 'comment-1': comment(1) }),
    ]),
  );
const stateOf = (of: ReturnType<typeof cluster>, task: number) =>
  of.get('configmaps', `task-${task}-remediation-state`);
const statusOf = (of: ReturnType<typeof cluster>, task: number) =>
  (stateOf(of, task)['data'] as LiveObject)['status'];
const patches = (of: ReturnType<typeof cluster>) =>
  of.requests.filter((request) => request.startsWith('PATCH'));

describe('stop', () => {
  test('one task, with the command that does the same', async () => {
    const of = cluster();
    expect(await command(of, ['stop', '7'])).toEqual({
      code: 0,
      stdout: `\
Task 7 is stopped: its status is "paused"
    kubectl patch configmap task-7-remediation-state -n agent-platform --type merge \\
      -p '{"data":{"status":"paused"}}'
`,
      stderr: '',
    });
    expect(statusOf(of, 7)).toBe('paused');
  });

  test('an exhausted task too, so that it does not go on when somebody raises its maximum', async () => {
    const of = cluster();
    expect((await command(of, ['stop', '9'])).code).toBe(0);
    expect(statusOf(of, 9)).toBe('paused');
  });

  test('not one that is stopped, or has no state: the others are', async () => {
    const of = cluster();
    const { code, stdout, stderr } = await command(of, ['stop', '8', '99', '7']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'Task 8 is stopped already: its status is "paused"\nTask 99 has no state in namespace agent-platform\n',
    });
    expect(stdout).toMatch(/^Task 7 is stopped/);
    expect(patches(of)).toEqual(['PATCH configmaps/task-7-remediation-state']);
  });

  test('--all stops those that go on, and says which are not', async () => {
    const of = cluster();
    const { code, stdout } = await command(of, ['stop', '--all']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n5 tasks stopped\nA task that has no state yet is not stopped: /);
    expect([7, 8, 9, 10, 11, 12, 13, 14].map((task) => statusOf(of, task))).toEqual([
      'stopped',
      'paused',
      'exhausted',
      'stopped',
      'stopped',
      'stopped',
      'stopped',
      'stopped',
    ]);
  });

  test.each([
    ['a completed one, because a comment on another pull request starts a run', CLOSING, 'stopped'],
    ['none with that word in a loop that does not set it', TASK_TREE, 'completed'],
  ])('--all: %s', async (_, tree, status) => {
    const of = fakeCluster(healthy([state(7, { ...handled(1, 1), status: 'completed' })], tree));
    expect((await command(of, ['stop', '--all'])).code).toBe(0);
    expect(statusOf(of, 7)).toBe(status);
  });

  test('--dry-run changes nothing', async () => {
    const of = cluster();
    const { stdout } = await command(of, ['stop', '--all', '--dry-run']);
    expect(stdout).toContain(
      'Task 7 would be stopped: its status would be "stopped"\n    kubectl patch configmap task-7-',
    );
    expect(stdout).toContain('\n5 tasks would be stopped\n');
    expect(patches(of)).toEqual([]);
  });

  test('does not undo what somebody else has just set', async () => {
    const of = cluster();
    of.beforePatch = () => {
      (stateOf(of, 7)['data'] as Record<string, string>)['status'] = 'investigated by Jane';
      stateOf(of, 7).metadata.resourceVersion = '999';
    };
    expect(await command(of, ['stop', '7'])).toMatchObject({
      code: 1,
      stderr: 'Task 7 is stopped already: its status is "investigated by Jane"\n',
    });
    expect(statusOf(of, 7)).toBe('investigated by Jane');
  });

  test('tries again when the loop has changed the state meanwhile', async () => {
    const of = cluster();
    of.beforePatch = () => {
      stateOf(of, 7).metadata.resourceVersion = '999';
    };
    expect((await command(of, ['stop', '7'])).code).toBe(0);
    expect(patches(of)).toHaveLength(2);
    expect(statusOf(of, 7)).toBe('paused');
  });

  test('without the right to patch, one line says so', async () => {
    const of = cluster();
    of.forbidden.add('patch configmaps');
    expect(await command(of, ['stop', '7'])).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^Not allowed to patch configmaps in namespace agent-platform: .*\n$/),
    });
  });
});

describe('resume', () => {
  test('one task', async () => {
    const of = cluster();
    expect(await command(of, ['resume', '8'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Task 8 is resumed: its status is "active"\n/),
    });
    expect(statusOf(of, 8)).toBe('active');
  });

  test('an asleep one is watched again, or nothing would come of it', async () => {
    const of = cluster();
    const { stdout } = await command(of, ['resume', '13']);
    expect(stdout).toContain('remediation.5dlabs.com/at-rest=false\n');
    expect(stateOf(of, 13).metadata['labels']).toMatchObject({ 'remediation.5dlabs.com/at-rest': 'false' });
  });

  test('not one that goes on, or is exhausted: that needs a higher maximum', async () => {
    expect(await command(cluster(), ['resume', '7', '9'])).toEqual({
      code: 1,
      stdout: '',
      stderr: `\
Task 7 is not stopped: its status is "active"
Task 9 is not stopped: it is exhausted. Raise its maximum instead
    kubectl patch configmap task-9-remediation-state -n agent-platform --type merge \\
      -p '{"data":{"max_iterations":"11"}}'
`,
    });
  });

  test('--all resumes what stop --all has stopped, and no other', async () => {
    const of = cluster();
    expect((await command(of, ['resume', '--all'])).stdout).toMatch(/\n1 task resumed\n$/);
    expect([8, 13].map((task) => statusOf(of, task))).toEqual(['paused', 'active']);
    expect(await command(of, ['resume', '--all'])).toMatchObject({ code: 0, stdout: '0 tasks resumed\n' });
  });
});

describe('--all leaves out a task that is another one when it is changed', () => {
  const changedMeanwhile = (of: ReturnType<typeof cluster>, task: number, status: string) => {
    of.beforePatch = () => {
      (stateOf(of, task)['data'] as Record<string, string>)['status'] = status;
      stateOf(of, task).metadata.resourceVersion = '999';
    };
  };

  test('resume: one that somebody has just paused', async () => {
    const of = cluster();
    changedMeanwhile(of, 13, 'paused');
    expect(await command(of, ['resume', '--all'])).toEqual({
      code: 0,
      stdout: '0 tasks resumed\n',
      stderr: '',
    });
    expect(statusOf(of, 13)).toBe('paused');
  });

  test('stop: one that has just become exhausted, or was just paused', async () => {
    for (const status of ['exhausted', 'paused']) {
      const of = fakeCluster(healthy([state(7, { ...handled(1, 1), ...assigned(2, 2) })]));
      changedMeanwhile(of, 7, status);
      const { code, stdout, stderr } = await command(of, ['stop', '--all']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^0 tasks stopped\n/);
      expect(statusOf(of, 7)).toBe(status);
    }
  });

  test('retry: one whose run has just started', async () => {
    const of = fakeCluster(healthy([state(7, assigned(2, 2), { changed: 30 })]));
    of.beforePatch = () => {
      (stateOf(of, 7)['data'] as Record<string, string>)['handled-2'] = '2';
      stateOf(of, 7).metadata.resourceVersion = '999';
    };
    expect((await command(of, ['retry', '--all'])).stdout).toBe('0 tasks re-triggered\n');
  });

  test('one that goes on is changed', async () => {
    const of = fakeCluster(healthy([state(7, handled(1, 1))]));
    changedMeanwhile(of, 7, 'active');
    expect((await command(of, ['stop', '--all'])).stdout).toMatch(/\n1 task stopped\n/);
    expect(patches(of)).toHaveLength(2);
  });
});

describe('retry', () => {
  const resyncOf = (of: ReturnType<typeof cluster>, task: number) =>
    (stateOf(of, task).metadata['annotations'] as LiveObject | undefined)?.['remediation.5dlabs.com/resync'];
  const seconds = String(NOW / 1000);

  test('touches the state', async () => {
    const of = cluster();
    expect(await command(of, ['retry', '7'])).toEqual({
      code: 0,
      stdout: `\
Task 7 is re-triggered: the loop looks at it again
    kubectl annotate configmap task-7-remediation-state -n agent-platform \\
      --overwrite "remediation.5dlabs.com/resync=$(date +%s)"
`,
      stderr: '',
    });
    expect(resyncOf(of, 7)).toBe(seconds);
  });

  test('an asleep one is watched again', async () => {
    const of = cluster();
    await command(of, ['retry', '11']);
    expect(stateOf(of, 11).metadata['labels']).toMatchObject({ 'remediation.5dlabs.com/at-rest': 'false' });
  });

  test('where nothing waits, or a touch changes nothing, it says what does', async () => {
    const { code, stdout, stderr } = await command(cluster(), ['retry', '10', '8', '9', '12']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.split('\n').filter((line) => !line.startsWith(' '))).toEqual([
      'Nothing to retry: no comment of task 10 waits',
      'A retry of task 8 changes nothing: a person has paused the task. Resume the task',
      'A retry of task 9 changes nothing: the iterations are used up. Raise the maximum',
      'A retry of task 12 changes nothing: the loop ignores the comment. Remove the key. If the comment is a real one, have GitHub deliver it again',
      '',
    ]);
    expect(stderr).toContain(`    -p '{"data":{"comment-1":null}}'\n`);
  });

  test('--all touches those that do not move, not those at work', async () => {
    const of = cluster();
    expect((await command(of, ['retry', '--all'])).stdout).toMatch(/\n2 tasks re-triggered\n$/);
    expect([7, 8, 11, 14].map((task) => resyncOf(of, task))).toEqual([
      seconds,
      undefined,
      seconds,
      undefined,
    ]);
  });
});

test('what may not be read is told, because the command decides without it', async () => {
  const of = cluster();
  of.forbidden.add('list coderuns');
  const { code, stdout, stderr } = await command(of, ['retry', '7']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Task 7 is re-triggered/);
  expect(stderr).toMatch(/^not read: Not allowed to list coderuns\.cto\.5dlabs\.com in namespace .*\n$/);
});

test('what others have typed cannot move the cursor', async () => {
  const of = fakeCluster(healthy([state(7, { status: 'x\u009b2J\u202e\r\n' })]));
  expect((await command(of, ['stop', '7'])).stderr).toBe(
    'Task 7 is stopped already: its status is "x\\u{9b}2J\\u{202e}\\r\\n"\n',
  );
});

describe('the name of a state says the loop', () => {
  const two = () => {
    const { metadata, ...rest } = state(7, handled(1, 1));
    const other = { ...rest, metadata: { ...metadata, name: 'task-7-rework-state' } };
    return fakeCluster(healthy([state(7, handled(1, 1)), other]));
  };

  test('which is chosen by it', async () => {
    const of = two();
    expect((await command(of, ['stop', 'task-7-rework-state'])).code).toBe(0);
    expect(patches(of)).toEqual(['PATCH configmaps/task-7-rework-state']);
  });

  test.each([
    [
      ['stop', 'task-7-rework-state', '--loop', 'remediation'],
      'task-7-rework-state is a state of loop rework, not of remediation',
    ],
    [
      ['stop', '--loop', 'remediation', '7', 'task-7-rework-state'],
      'task-7-rework-state is a state of loop rework, not of remediation',
    ],
    [
      ['stop', 'task-7-rework-state', 'task-8-remediation-state'],
      'task-8-remediation-state is a state of loop remediation, not of rework',
    ],
    [
      ['status', '--task', 'task-7-rework-state', '--loop', 'remediation'],
      'task-7-rework-state is a state of loop rework, not of remediation',
    ],
  ])('that of another loop is wrong usage: %j', async (argv, message) => {
    const of = two();
    expect(await command(of, argv)).toEqual({ code: 2, stdout: '', stderr: `error: ${message}\n` });
    expect(of.requests).toEqual([]);
  });
});

test.each([
  [['stop'], 'error: the numbers of tasks are needed, or --all\n'],
  [['resume', '7', '--all'], 'error: the numbers of tasks are needed, or --all\n'],
  [
    ['retry', 'seven'],
    "error: command-argument value 'seven' is invalid for argument 'tasks'. The number of a task is needed.\n",
  ],
])('wrong usage: %j', async (argv, stderr) => {
  const of = cluster();
  expect(await command(of, argv)).toEqual({ code: 2, stdout: '', stderr });
  expect(of.requests).toEqual([]);
});

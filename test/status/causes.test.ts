import { CAUSES, type CauseId } from '../../src/status/causes';
import { readStatus } from '../../src/status/read';
import { fakeCluster } from '../cluster/fake';
import { assigned, codeRun, comment, event, handled, healthy, NOW, state } from './objects';

const place = { agents: 'agent-platform', sensors: 'github-webhooks', loop: undefined };
const report = (objects: Readonly<Record<string, readonly object[]>>) =>
  readStatus(fakeCluster(objects), place, { all: true, now: NOW });

type Objects = Partial<ReturnType<typeof healthy>>;
const atRest = (run: ReturnType<typeof codeRun>) => ({
  ...run,
  metadata: { ...run.metadata, labels: { ...run.metadata.labels, 'remediation.5dlabs.com/at-rest': 'true' } },
});
const waiting = { 'comment-1': comment(60) };

/** For each cause, a task that has it, and what else there is. */
const SAMPLES: Readonly<Record<CauseId, readonly [ReturnType<typeof state>, Objects?]>> = {
  unwatched: [state(7, waiting, { labels: { app: 'other' } })],
  paused: [state(7, { ...waiting, status: 'paused' })],
  ignored: [state(7, { 'comment-1': 'no JSON' })],
  asleep: [state(7, waiting, { labels: { 'remediation.5dlabs.com/at-rest': 'true' } })],
  exhausted: [
    state(7, { ...handled(1, 1), 'comment-2': comment(60), max_iterations: '1', status: 'exhausted' }),
  ],
  blocked: [state(7, assigned(1, 2)), { coderuns: [codeRun(7, 1, 1)] }],
  refused: [state(7, assigned(1, 1)), { events: [event(7, 'RemediationTriggerFailed', 'Failed')] }],
  stuck: [state(7, assigned(1, 1), { touched: 5, changed: 40 })],
  lost: [state(7, assigned(1, 1), { changed: 11 })],
  starting: [state(7, assigned(1, 1), { changed: 9 })],
  acknowledging: [state(7, assigned(1, 1)), { coderuns: [codeRun(7, 1, 1)] }],
  queued: [state(7, { ...assigned(1, 1), ...assigned(2, 2) }), { coderuns: [codeRun(7, 1, 1)] }],
  later: [state(7, { ...assigned(1, 1), 'comment-2': comment(60) })],
  assigning: [state(7, waiting)],
};

test.each(Object.entries(SAMPLES))('%s', async (cause, [configMap, objects = {}]) => {
  const { tasks, problems, needsPerson } = await report({ ...healthy([configMap]), ...objects });
  const causes = tasks[0]?.comments.map((one) => one.cause);
  expect(problems).toEqual([]);
  // The last comment of the sample has the cause.
  expect(causes?.at(-1)).toBe(cause);
  if (!['queued', 'later'].includes(cause)) expect(tasks[0]?.cause).toBe(cause);
  expect(needsPerson).toBe(CAUSES[cause as CauseId].person);
});

describe('near misses', () => {
  const causeOf = async (configMap: object, objects: Objects = {}) =>
    (await report({ ...healthy([configMap as never]), ...objects })).tasks[0]?.cause;

  test.each<[string, object, Objects, CauseId | null]>([
    ['every comment is handled', state(7, handled(1, 1)), {}, null],
    ['paused, and nothing waits', state(7, { ...handled(1, 1), status: 'paused' }), {}, null],
    ['an ignored comment that is handled', state(7, { 'comment-1': 'x', 'handled-1': '1' }), {}, null],
    [
      'at rest, and nothing waits',
      state(7, handled(1, 1), { labels: { 'remediation.5dlabs.com/at-rest': 'true' } }),
      {},
      null,
    ],
    [
      'the Event is about a state that was reset',
      state(7, assigned(1, 1)),
      {
        events: [
          {
            ...event(7, 'RemediationTriggerFailed', ''),
            involvedObject: { kind: 'ConfigMap', name: 'task-7-remediation-state', uid: 'old' },
          },
        ],
      },
      'starting',
    ],
    [
      'another Event',
      state(7, assigned(1, 1)),
      { events: [event(7, 'RemediationExhausted', '')] },
      'starting',
    ],
    [
      'the Event is about an earlier comment, whose CodeRun was made since',
      state(7, { ...handled(1, 1), ...assigned(2, 2) }),
      { events: [event(7, 'RemediationTriggerFailed', '', 30), event(7, 'RemediationTriggered', '', 20)] },
      'starting',
    ],
    [
      'the change that acknowledged the earlier CodeRun asked for this one in vain',
      state(7, { ...handled(1, 1), ...assigned(2, 2) }),
      { events: [event(7, 'RemediationTriggerFailed', '', 20), event(7, 'RemediationTriggered', '', 20)] },
      'refused',
    ],
    [
      'an earlier comment has its CodeRun, and another task failed since',
      state(7, { ...handled(1, 1), ...assigned(2, 2) }),
      { events: [event(7, 'RemediationTriggered', '', 20), event(8, 'RemediationTriggerFailed', '', 10)] },
      'starting',
    ],
    [
      'an old CodeRun that is at rest is in the way',
      state(7, assigned(1, 2)),
      { coderuns: [atRest(codeRun(7, 1, 1))] },
      'blocked',
    ],
    [
      'a CodeRun that is at rest is the one',
      state(7, assigned(1, 1)),
      { coderuns: [atRest(codeRun(7, 1, 1))] },
      'acknowledging',
    ],
    ['touched twice', state(7, assigned(1, 1), { touches: 2, touched: 12, changed: 40 }), {}, 'lost'],
    [
      'touched in a long pause, and resumed since',
      state(7, assigned(1, 1), { touches: 9, touched: 5, changed: 1, manager: 'kubectl-patch' }),
      {},
      'starting',
    ],
    [
      'touched while it was exhausted; its maximum was raised since, and an event was lost',
      state(7, waiting, { touches: 9, touched: 60, changed: 12 }),
      {},
      'lost',
    ],
    ['touched by hand', state(7, assigned(1, 1), { resync: '1767323045' }), {}, 'starting'],
    [
      'one iteration is left',
      state(7, { ...handled(1, 1), 'comment-2': comment(1), max_iterations: '2' }),
      {},
      'assigning',
    ],
    [
      'the loop has its default maximum',
      state(7, { ...handled(1, 1), 'comment-2': comment(1), max_iterations: 'x' }),
      {},
      'assigning',
    ],
    ['a CodeRun of another comment', state(7, assigned(1, 2)), { coderuns: [codeRun(7, 3, 1)] }, 'starting'],
  ])('%s', async (_, configMap, objects, cause) => {
    expect(await causeOf(configMap, objects)).toBe(cause);
  });
});

describe('problems of the loop as a whole', () => {
  const problemsOf = async (objects: Readonly<Record<string, readonly object[]>>) =>
    (await report({ ...healthy([]), ...objects })).problems.map(({ id }) => id);
  const { deployments, sensors, cronjobs, coderuns: _, ...others } = healthy([]);
  const [sensor, states, comments] = deployments;
  const stopped = { spec: { replicas: 0 }, status: {} };
  const down = { status: { replicas: 1 } };

  test('none', async () => expect(await problemsOf({})).toEqual([]));
  test('no sensor', async () => expect(await problemsOf({ sensors: [] })).toEqual(['noSensor']));
  test.each([
    ['sensorsStopped', [{ ...sensor, ...stopped }, states, comments]],
    [
      'sensorsStopped',
      [
        { ...sensor, metadata: { ...sensor?.metadata, name: 'second' }, ...stopped },
        sensor,
        states,
        comments,
      ],
    ],
    ['sensorsDown', [{ ...sensor, ...down }, states, comments]],
    ['sensorsNotDeployed', [states, comments]],
    ['statesStopped', [sensor, { ...states, ...stopped }, comments]],
    ['statesDown', [sensor, { ...states, ...down }, comments]],
    ['statesNotDeployed', [sensor, comments]],
    ['commentsStopped', [sensor, states, { ...comments, ...stopped }]],
    ['commentsDown', [sensor, states, { ...comments, ...down }]],
    ['commentsNotDeployed', [sensor, states]],
  ])('%s', async (id, list) => {
    expect(await problemsOf({ deployments: list as object[] })).toEqual([id]);
  });
  test('no CRD', async () => {
    const report = await readStatus(fakeCluster({ ...others, deployments, sensors, cronjobs }), place, {
      now: NOW,
    });
    expect(report).toMatchObject({ problems: [{ id: 'noCodeRuns' }], needsPerson: true, unread: [] });
  });
  test('the resync is suspended', async () => {
    const [cronJob] = cronjobs as [{ spec: object }];
    const suspended = { ...cronJob, spec: { ...cronJob.spec, suspend: true } };
    expect(await problemsOf({ cronjobs: [suspended] })).toEqual(['resyncSuspended']);
  });
});

test('what may not be read is told, and the rest is shown', async () => {
  const cluster = fakeCluster(healthy([state(7, { ...waiting, status: 'paused' })]));
  for (const what of ['sensors', 'coderuns', 'events', 'deployments']) cluster.forbidden.add(`list ${what}`);
  cluster.forbidden.add('get cronjobs');
  const { tasks, unread, needsPerson } = await readStatus(cluster, place, { now: NOW });
  expect(tasks.map(({ cause }) => cause)).toEqual(['paused']);
  expect(needsPerson).toBe(true);
  expect(unread.map((line) => line.split(':')[0])).toEqual([
    'Not allowed to list sensors.argoproj.io in namespace github-webhooks',
    'Not allowed to list coderuns.cto.5dlabs.com in namespace agent-platform',
    'Not allowed to list events in namespace agent-platform',
    'Not allowed to list deployments.apps in namespace github-webhooks',
    'Not allowed to get cronjobs.batch in namespace agent-platform',
  ]);
});

test.each([
  [{ 'closed-42-100': '' }, null],
  [{}, 'paused'],
])('without the sensors, %j says whether completed is a word of the loop', async (keys, cause) => {
  const cluster = fakeCluster(healthy([state(7, { ...waiting, ...keys, status: 'completed' })]));
  cluster.forbidden.add('list sensors');
  const { tasks } = await readStatus(cluster, place, { now: NOW });
  expect(tasks.map((task) => task.cause)).toEqual([cause]);
});

test('without the right to get a CodeRun, one line says so', async () => {
  const cluster = fakeCluster(healthy([state(7, assigned(1, 1)), state(8, assigned(1, 1))]));
  cluster.forbidden.add('get coderuns');
  const { tasks, unread } = await readStatus(cluster, place, { now: NOW });
  expect(tasks.map(({ cause }) => cause)).toEqual(['starting', 'starting']);
  expect(unread.map((line) => line.split(':')[0])).toEqual([
    'Not allowed to get coderuns.cto.5dlabs.com in namespace agent-platform',
  ]);
});

test('the states are required', async () => {
  const cluster = fakeCluster(healthy([]));
  cluster.forbidden.add('list configmaps');
  await expect(readStatus(cluster, place, { now: NOW })).rejects.toThrow(
    'Not allowed to list configmaps in namespace agent-platform: configmaps is forbidden: User "jane" cannot list',
  );
});

test('a namespace that is not there', async () => {
  const elsewhere = { ...place, agents: 'nowhere' };
  await expect(readStatus(fakeCluster(healthy([])), elsewhere, { now: NOW })).rejects.toThrow(
    'There is no namespace "nowhere" in context "test"',
  );
});

describe('several loops in one namespace', () => {
  const other = { ...state(8, waiting), metadata: { ...state(8, {}).metadata, name: 'task-8-rework-state' } };
  const objects = healthy([state(7, waiting), other as never]);

  test('are named', async () => {
    await expect(report(objects)).rejects.toThrow(
      'Several loops have states in namespace agent-platform: remediation, rework. Choose one with --loop',
    );
  });

  test('one is chosen', async () => {
    const { tasks } = await readStatus(fakeCluster(objects), { ...place, loop: 'rework' }, { now: NOW });
    expect(tasks.map(({ state }) => state)).toEqual(['task-8-rework-state']);
  });

  test('the only one is found', async () => {
    expect((await report(healthy([other as never]))).loop).toBe('rework');
  });
});

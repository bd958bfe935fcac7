import { fakeCluster } from '../cluster/fake';
import { ago, assigned, codeRun, event, handled, healthy, state } from '../status/objects';
import { command } from './command';

const COMMENT = 2345678901;
const job = {
  kind: 'Job',
  metadata: {
    name: `remediation-cancel-t7-c${COMMENT}-abcde`,
    namespace: 'agent-platform',
    creationTimestamp: ago(30),
    labels: {
      'comment-id': String(COMMENT),
      'events.argoproj.io/sensor': 'pr-comment-remediation',
      'events.argoproj.io/trigger': 'cancel-quality-agents',
      'events.argoproj.io/action-timestamp': String(Date.parse('2026-01-02T11:30:00.100Z')),
    },
  },
  status: {
    conditions: [
      { type: 'Failed', status: 'False' },
      { type: 'Complete', status: 'True' },
    ],
  },
};

/** A line as the engine logs it. */
function line(at: string, msg: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ level: 'info', ts: `2026-01-02T11:30:0${at}Z`, msg, ...more });
}
const done = (at: string, triggerName: string, ...triggeredByEvents: string[]) =>
  line(at, `Successfully processed trigger '${triggerName}'`, {
    sensorName: 'pr-comment-remediation',
    triggerName,
    triggeredByEvents,
  });

function pod(
  name: string,
  labels: Readonly<Record<string, string>>,
  log: readonly string[],
  previous?: readonly string[],
) {
  return {
    kind: 'Pod',
    metadata: { name, namespace: 'github-webhooks', labels },
    status: { containerStatuses: [{ restartCount: previous ? 1 : 0 }] },
    log: log.join('\n'),
    previousLog: previous?.join('\n'),
  };
}

const objects = {
  ...healthy([state(7, { ...handled(COMMENT, 1), ...assigned(23456789012, 2) }), state(8, handled(3, 1))]),
  coderuns: [codeRun(7, COMMENT, 1), { ...codeRun(8, 3, 1), status: { phase: 'Running' } }],
  jobs: [job],
  events: [
    event(7, 'RemediationTriggered', `Iteration 1 of task 7 started for comment ${COMMENT} on PR 42`),
    event(7, 'RemediationTriggered', 'Iteration 2 of task 7 started for comment 23456789012 on PR 42', 3),
    {
      ...event(7, 'RemediationTriggerFailed', 'Failed to trigger remediation for task 7', 20),
      metadata: {
        ...event(7, 'RemediationTriggerFailed', '', 20).metadata,
        labels: {
          'events.argoproj.io/sensor': 'pr-comment-remediation',
          'events.argoproj.io/trigger': 'remediation-fallback',
          'events.argoproj.io/action-timestamp': String(Date.parse('2026-01-02T11:30:03Z')),
        },
      },
    },
  ],
  pods: [
    pod(
      'pr-comment-remediation-sensor-abcde-564648fdbf-6tk5x',
      { app: 'remediation-sensor' },
      [
        done('0.050', 'cancel-quality-agents', 'another'),
        done('0.200', 'cancel-quality-agents', 'first'),
        done('0.300', 'create-remediation-coderun', 'first'),
        line('1', "not interested in dependency state-stale (didn't pass filter)"),
        done('2', 'announce-remediation', 'elsewhere'),
        done('3.100', 'remediation-fallback', 'second'),
        line('4', 'Failed: remediation-rex-t7-c23456789012', { triggeredByEvents: ['of another comment'] }),
        'panic: no JSON',
      ],
      [
        line('2.500', 'Failed to execute a trigger', {
          level: 'error',
          sensorName: 'pr-comment-remediation',
          triggerName: 'create-remediation-coderun',
          error: `coderuns "remediation-rex-t7-c${COMMENT}" is forbidden: exceeded quota`,
          triggeredByEvents: ['second'],
        }),
      ],
    ),
    pod('remediation-state-eventsource-g55mq-597594fd99-rlq8z', { 'eventsource-name': 'remediation-state' }, [
      line('0', 'Succeeded to publish an event', { eventID: 'first' }),
      line('0', 'Succeeded to publish an event', { eventID: 'another' }),
    ]),
    pod('other', { app: 'other' }, [line('0', `of ${COMMENT}`)]),
  ],
};
const trace = (...argv: string[]) => command(fakeCluster(objects), ['trace', ...argv]);

test('from a comment to everything that came of it', async () => {
  expect(await trace(String(COMMENT))).toEqual({
    code: 0,
    stdout: `\
Comment 2345678901
https://github.com/5dlabs/cto/pull/42#issuecomment-2345678901

KEY                   task-7-remediation-state
comment-2345678901    {"pr":42,"repo":"5dlabs/cto","author":"5DLabs-Tess[bot]","at":"2026-01-02T11:…
iteration-2345678901  1
max-2345678901        10
handled-2345678901    1

CREATED               KIND     NAME                                     IS
2026-01-02T11:30:00Z  CodeRun  remediation-rex-t7-c2345678901           iteration 1
2026-01-02T11:30:00Z  Job      remediation-cancel-t7-c2345678901-abcde  Complete

TIME                  EVENT    REASON                    MESSAGE
2026-01-02T11:40:00Z  Warning  RemediationTriggerFailed  Failed to trigger remediation for task 7
2026-01-02T11:55:00Z  Normal   RemediationTriggered      Iteration 1 of task 7 started for comment …

LOGGED                   LEVEL  WHAT                               POD
2026-01-02T11:30:00Z     info   Succeeded to publish an event      remediation-state…rlq8z
2026-01-02T11:30:00.200  info   cancel-quality-agents done         pr-comment-remediation…6tk5x
2026-01-02T11:30:00.300  info   create-remediation-coderun done    pr-comment-remediation…6tk5x
2026-01-02T11:30:02.500  error  create-remediation-coderun failed  pr-comment-remediation…6tk5x
    Failed to execute a trigger: coderuns "remediation-rex-t7-c2345678901" is forbidden: exceeded
    quota
2026-01-02T11:30:03.100  info   remediation-fallback done          pr-comment-remediation…6tk5x
`,
    stderr: '',
  });
});

test.each([
  `remediation-rex-t7-c${COMMENT}`,
  `coderun/remediation-rex-t7-c${COMMENT}`,
  `remediation-cancel-t7-c${COMMENT}-abcde`,
  `https://github.com/5dlabs/cto/pull/42#issuecomment-${COMMENT}`,
])('and back, from %s', async (subject) => {
  const { code, stdout } = await trace(subject);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^Comment 2345678901\nhttps:\/\/github\.com\/5dlabs\/cto\/pull\/42#issuecomment-2345678901\n/,
  );
});

test('a comment with its run at work', async () => {
  expect((await trace('3')).stdout).toContain('CodeRun  remediation-rex-t8-c3  iteration 1, Running\n');
});

test('a line is that of an object only if it was logged soon after it', async () => {
  const lines = [
    JSON.stringify({
      level: 'info',
      ts: '2026-01-02T11:31:00.200Z',
      msg: 'Successfully processed trigger',
      sensorName: 'pr-comment-remediation',
      triggerName: 'cancel-quality-agents',
      triggeredByEvents: ['of another comment'],
    }),
  ];
  const pods = [pod('sensor', { app: 'remediation-sensor' }, lines)];
  const { stdout } = await command(fakeCluster({ ...objects, pods }), ['trace', String(COMMENT)]);
  expect(stdout).toContain('No line about it is in the logs of 1 pods.');
});

test('another GitHub', async () => {
  for (const [api, address] of [
    ['https://github.example.com/api/v3', 'https://github.example.com/5dlabs/cto/'],
    ['https://github.example.com/api/v3/', 'https://github.example.com/5dlabs/cto/'],
    ['https://api.github.com', 'https://github.com/5dlabs/cto/'],
  ]) {
    process.env['GITHUB_API_URL'] = api;
    try {
      expect((await trace('3')).stdout).toContain(`\n${address}`);
    } finally {
      delete process.env['GITHUB_API_URL'];
    }
  }
});

test('a comment that nothing is left of', async () => {
  expect(await trace('99')).toEqual({
    code: 1,
    stdout: `\
Comment 99

No state has it: the task was reset, the janitor has deleted the state, or it was never stored.

No CodeRun and no Job of it is there. Kubernetes removes the Job 300 seconds after its end.

No Event about it is left. The API server keeps them for an hour, unless told otherwise.

No line about it is in the logs of 2 pods. A log goes with its pod.
`,
    stderr: '',
  });
});

test('--json: the same as a document', async () => {
  const report = JSON.parse((await trace(String(COMMENT), '--json')).stdout);
  expect(report).toMatchObject({
    version: 1,
    comment: '2345678901',
    context: 'test',
    states: [{ task: '7', url: 'https://github.com/5dlabs/cto/pull/42#issuecomment-2345678901' }],
    pods: 2,
    unread: [],
  });
  expect(report.lines).toHaveLength(5);
});

test('what may not be read is told', async () => {
  const cluster = fakeCluster(objects);
  for (const what of ['list pods', 'list jobs']) cluster.forbidden.add(what);
  const { code, stderr } = await command(cluster, ['trace', String(COMMENT)]);
  expect(code).toBe(0);
  expect(stderr.match(/^not read: Not allowed to list \S+ in namespace \S+:/gm)).toEqual([
    'not read: Not allowed to list jobs.batch in namespace agent-platform:',
    'not read: Not allowed to list pods in namespace agent-platform:',
    'not read: Not allowed to list pods in namespace github-webhooks:',
  ]);
});

test('a stored comment that people have edited makes no address', async () => {
  const odd = {
    'comment-1': '{"pr":"x","repo":"a/b"}',
    'comment-2': '{"pr":1,"repo":"../x y"}',
    'comment-3': '[',
  };
  for (const id of ['1', '2', '3']) {
    const { stdout } = await command(fakeCluster(healthy([state(7, odd)])), ['trace', id]);
    expect(stdout).toMatch(new RegExp(`^Comment ${id}\\n\\nKEY `));
  }
});

test.each(['x', '0', '1234567890123456', 'task-7-remediation-state'])('wrong usage: %s', async (subject) => {
  expect(await trace(subject)).toEqual({
    code: 2,
    stdout: '',
    stderr: `error: command-argument value '${subject}' is invalid for argument 'subject'. The id or the address of a comment, or the name of a CodeRun is needed.\n`,
  });
});

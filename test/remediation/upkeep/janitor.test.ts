import { runScript } from './script';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Listed {
  readonly task?: number | string;
  readonly name?: string;
  readonly rests?: 'yes' | 'no';
  readonly empty?: 'yes' | 'no';
  readonly label?: string;
  /** Seconds since the last change. */
  readonly ago: number;
}

/** A line of the list. */
function line({ task = 1, name, rests = 'yes', empty = 'no', label = '', ago }: Listed): string {
  const time = (seconds: number) => `${new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19)}Z`;
  const written = name ?? `task-${task}-remediation-state`;
  return `${written}|uid-${task}|${ago}|${rests}|${empty}|${label}|${time(ago + DAY)} ${time(ago)} ${time(ago + HOUR)}`;
}

interface Options {
  /** What the CodeRuns tell. */
  readonly runs?: readonly string[];
  /** The state whose writes are refused. */
  readonly failing?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What the janitor does, with a kubectl that prints these lines: `delete task-1-remediation-state` and the like. */
function janitor(
  states: readonly Listed[],
  { runs = [], failing = 'no state', env = {} }: Options = {},
): string[] {
  const kubectl = `case "$*" in
    *--local*) cat list ;;
    *"${failing}"*) exit 1 ;;
    get*coderuns*) cat runs ;;
    delete*) cat >> bodies; echo >> bodies ;;
  esac`;
  const files = { list: states.map(line).join('\n'), runs: runs.map((value) => `is ${value}\n`).join('') };
  const { calls, status } = runScript('remediation-janitor-cronjob', kubectl, files, env);
  expect(status).toBe(0);
  return calls.flatMap((words) => {
    if (words.includes('--local') || words[0] === 'get') return [];
    if (words[0] === 'delete') return [`delete ${words[2]?.split('/').at(-1)}`];
    const label = words.find((word) => /at-rest=/.test(word) && !word.includes('!'))?.split('at-rest=')[1];
    return [
      `${label} ${words[1] === 'configmap' ? words[2] : `runs ${words.find((word) => word.startsWith('task-id='))?.split(',')[0]}`}`,
    ];
  });
}

test('nothing that rests is nothing to do', () => {
  expect(janitor([])).toEqual([]);
  expect(janitor([{ ago: DAY }, { task: 2, rests: 'no', ago: 400 * DAY }])).toEqual([]);
});

test('a state at rest is labelled after two days, and its CodeRuns before it', () => {
  expect(janitor([{ ago: 49 * HOUR }, { task: 2, ago: 47 * HOUR }])).toEqual([
    'true runs task-id=1',
    'true task-1-remediation-state',
  ]);
  expect(janitor([{ ago: 3 * DAY, label: 'true' }])).toEqual([]);
  expect(janitor([{ ago: 3 * DAY, label: 'false' }])).toHaveLength(2);
});

test('a state whose CodeRuns could not be labelled is not labelled', () => {
  expect(janitor([{ ago: 3 * DAY }], { failing: 'coderuns' })).toEqual(['true runs task-id=1']);
});

test('a state with the label that is not at rest is watched again, before anything else', () => {
  expect(janitor([{ ago: 40 * DAY }, { task: 2, ago: MINUTE, label: 'true', rests: 'no' }])).toEqual([
    'false task-2-remediation-state',
    'delete task-1-remediation-state',
  ]);
});

test('a state at rest goes after 30 days without a change, labelled or not', () => {
  expect(
    janitor([
      { ago: 31 * DAY, label: 'true' },
      { task: 2, ago: 29 * DAY, label: 'true' },
      { task: 3, ago: 32 * DAY },
    ]),
  ).toEqual(['delete task-3-remediation-state', 'delete task-1-remediation-state']);
});

test('a state without a key goes after an hour, one that a person has prepared with the others', () => {
  expect(janitor([{ ago: 61 * MINUTE, empty: 'yes' }])).toEqual(['delete task-1-remediation-state']);
  expect(janitor([{ ago: 59 * MINUTE, empty: 'yes' }])).toEqual([]);
  expect(janitor([{ ago: 61 * MINUTE, empty: 'no' }])).toEqual([]);
});

test('the deletion names uid and version, so that a comment stored meanwhile wins', () => {
  const kubectl = `case "$*" in *--local*) cat list ;; delete*) body=$(cat); echo "$body" >> calls ;; esac`;
  const { calls } = runScript('remediation-janitor-cronjob', kubectl, {
    list: line({ task: 7, ago: 31 * DAY }),
  });
  const body: unknown = JSON.parse(calls.at(-1)?.join(' ') ?? '');
  expect(calls.at(-2)?.slice(0, 3)).toEqual([
    'delete',
    '--raw',
    '/api/v1/namespaces/agent-platform/configmaps/task-7-remediation-state',
  ]);
  expect(body).toEqual({
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    preconditions: { uid: 'uid-7', resourceVersion: String(31 * DAY) },
  });
});

test('the label names the version too', () => {
  const kubectl = 'case "$*" in *--local*) cat list ;; esac';
  const { calls } = runScript('remediation-janitor-cronjob', kubectl, { list: line({ ago: 3 * DAY }) });
  expect(calls.at(-1)).toEqual(expect.arrayContaining(['--resource-version', String(3 * DAY)]));
});

test('one that refuses does not stop the others', () => {
  const states = [{ ago: 33 * DAY }, { task: 2, ago: 32 * DAY }];
  expect(janitor(states, { failing: 'task-1-' })).toEqual([
    'delete task-1-remediation-state',
    'delete task-2-remediation-state',
  ]);
});

test('five hundred at most, the oldest first', () => {
  const states = Array.from({ length: 520 }, (_, task) => ({ task: task + 1, ago: (40 + task) * DAY }));
  const deleted = janitor(states);
  expect(deleted).toHaveLength(500);
  expect(deleted[0]).toBe('delete task-520-remediation-state');
});

test.each([
  ['copy-of-task-1-remediation-state'],
  ['task-1-remediation-state-copy'],
  ['task-0-remediation-state'],
  ['task-1-other-state'],
  ['settings'],
])('a ConfigMap named %s is none of the loop', (name) => {
  expect(janitor([{ name, ago: 90 * DAY }])).toEqual([]);
});

describe('with runStatus', () => {
  const env = { STATUS: 'status.phase', FINISHED: 'Succeeded|Failed' };

  test.each([
    [['Succeeded', 'Failed'], true],
    [[], true],
    [['Succeeded', 'Running'], false],
    [['Succeeded', ''], false],
    [['NotSucceeded'], false],
  ])('CodeRuns that tell %j: the state goes is %p', (runs, goes) => {
    expect(janitor([{ ago: 31 * DAY }], { runs, env })).toEqual(
      goes ? ['delete task-1-remediation-state'] : [],
    );
  });

  test('a state stays when its CodeRuns cannot be read', () => {
    expect(janitor([{ ago: 31 * DAY }], { failing: 'get coderuns', env })).toEqual([]);
  });
});

test('all pages are listed, and a token in the data is none', () => {
  const page = (metadata: string, data = '') =>
    `{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"1"${metadata}},"items":[{"data":{"a":"${data}"}}]}`;
  const kubectl = `case "$*" in
    *"continue=second") cat last ;;
    *"continue=") cat first ;;
  esac`;
  const { calls, status } = runScript('remediation-janitor-cronjob', kubectl, {
    first: page(',"continue":"second","remainingItemCount":1'),
    last: page('', '\\"metadata\\":{\\"continue\\":\\"third\\"}'),
  });
  const urls = calls
    .filter(([verb]) => verb === 'get')
    .map((words) => decodeURIComponent(words[2] ?? '').split('?')[1]);
  expect(urls).toEqual([
    'labelSelector=app=remediation-loop&limit=100&continue=',
    'labelSelector=app=remediation-loop&limit=100&continue=second',
  ]);
  expect(status).toBe(0);
});

test('a page that cannot be fetched ends it before anything is written', () => {
  const kubectl = `case "$*" in get*) exit 1 ;; *--local*) cat list ;; esac`;
  const { calls, status } = runScript('remediation-janitor-cronjob', kubectl, {
    list: line({ ago: 90 * DAY }),
  });
  expect(status).not.toBe(0);
  expect(calls.filter(([verb]) => verb !== 'get')).toEqual([]);
});

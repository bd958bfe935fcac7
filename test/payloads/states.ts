import type { CodeRun } from '../../imports/coderun';
import type { ResourceEvent } from '../../src/argo-events/event-sources';
import type { ConfigMap } from '../../src/argo-events/kubernetes';
import type { Payload } from './payload';

const STATE_UID = '0b8ae6c0-8f4e-4b8e-9d5c-7c1f2a3b4c5d';

/** The state of task 7, with these keys beside what every state has. */
function state(
  version: string,
  data: Readonly<Record<string, string>>,
  { resync, changes }: { resync?: string; changes?: readonly string[] } = {},
): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'task-7-remediation-state',
      namespace: 'agent-platform',
      uid: STATE_UID,
      resourceVersion: version,
      creationTimestamp: '2026-01-02T03:04:05Z',
      labels: { app: 'remediation-loop', 'task-id': '7' },
      ...(resync !== undefined && { annotations: { 'remediation.5dlabs.com/resync': resync } }),
      ...(changes && { managedFields: changes.map((time, index) => ({ manager: `writer-${index}`, time })) }),
    },
    data,
  };
}

/** A comment as check-iteration-state stores it. */
function comment(pr: number): string {
  return JSON.stringify({ at: '2026-01-02T03:04:05Z', author: '5DLabs-Tess[bot]', pr, repo: '5dlabs/cto' });
}

/** What reconcile-state derives from the iterations of these comments. */
function derived(
  status: string,
  iterations: Readonly<Record<string, number | null>>,
): Record<string, string> {
  const history = Object.entries(iterations).map(([id, iteration]) => ({
    at: '2026-01-02T03:04:05Z',
    author: '5DLabs-Tess[bot]',
    id,
    iteration,
    pr: '42',
    repo: '5dlabs/cto',
  }));
  return {
    status,
    max_iterations: '10',
    current_iteration: String(Math.max(...Object.values(iterations).map(Number))),
    start_time: '2026-01-02T03:04:05Z',
    feedback_history: JSON.stringify(history),
  };
}

const stored = { last_comment_id: '2345678901', 'comment-2345678901': comment(42) };
const assigned = {
  ...stored,
  ...derived('active', { 2345678901: 1 }),
  'iteration-2345678901': '1',
  'max-2345678901': '10',
};
const handled = { ...assigned, 'handled-2345678901': '1' };
const two = {
  ...handled,
  ...derived('active', { 2345678901: 1, 2345678950: 3, 2345678960: 2 }),
  'comment-2345678950': comment(42),
  'comment-2345678960': comment(42),
  'iteration-2345678950': '3',
  'iteration-2345678960': '2',
  'max-2345678950': '10',
  'max-2345678960': '10',
};
const ten = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [String(index + 1), index + 1]));
const full = {
  ...Object.fromEntries(
    Object.entries(ten).flatMap(([id, iteration]) => [
      [`comment-${id}`, comment(42)],
      [`iteration-${id}`, String(iteration)],
      [`max-${id}`, '10'],
      [`handled-${id}`, String(iteration)],
    ]),
  ),
  ...derived('active', ten),
};
const { 'handled-10': _, ...tenth } = full;
const overfull = { ...full, 'comment-11': comment(42), last_comment_id: '11' };
const exhausted = { ...overfull, ...derived('exhausted', { ...ten, 11: null }) };

function added<T>(body: T, watched: Watched): ResourceEvent<T> {
  return { type: 'ADD', body, ...watched };
}

function updated<T>(oldBody: T, body: T, watched: Watched): ResourceEvent<T> {
  return { type: 'UPDATE', body, oldBody, ...watched };
}

type Watched = Pick<ResourceEvent<unknown>, 'group' | 'version' | 'resource'>;
const CONFIG_MAPS: Watched = { group: '', version: 'v1', resource: 'configmaps' };
const CODE_RUNS: Watched = { group: 'cto.5dlabs.com', version: 'v1alpha1', resource: 'coderuns' };

/** The CodeRun of the first iteration, as create-remediation-coderun makes it. */
function run(
  change: { resync?: string; labels?: Record<string, string>; owned?: boolean; made?: string } = {},
): CodeRun {
  return {
    apiVersion: 'cto.5dlabs.com/v1alpha1',
    kind: 'CodeRun',
    metadata: {
      name: 'remediation-rex-t7-c2345678901',
      namespace: 'agent-platform',
      ...(change.made !== undefined && { creationTimestamp: change.made }),
      labels: {
        'agent-type': 'rex',
        'pr-number': '42',
        'deduplication-key': '42-2345678901',
        'task-id': '7',
        'trigger-type': 'comment-feedback',
        'comment-id': '2345678901',
        ...change.labels,
      },
      annotations: {
        'remediation.5dlabs.com/pr-number': '42',
        'remediation.5dlabs.com/comment-id': '2345678901',
        'remediation.5dlabs.com/iteration': '1',
        'remediation.5dlabs.com/resync': change.resync ?? '',
      },
      ...(change.owned !== false && {
        ownerReferences: [
          { apiVersion: 'v1', kind: 'ConfigMap', name: 'task-7-remediation-state', uid: STATE_UID },
        ],
      }),
    },
    spec: {
      github_app: '5DLabs-Rex',
      remediation_mode: true,
      continue_session: true,
      pr_number: 42,
      pr_comment_id: 2345678901,
      env: {
        REMEDIATION_MODE: 'true',
        FEEDBACK_COMMENT_ID: '2345678901',
        ITERATION_COUNT: '1',
        MAX_ITERATIONS: '10',
      },
    },
  };
}

function stateSample(name: string, description: string, data: ResourceEvent<ConfigMap>): Payload {
  return { name, description, eventSource: 'remediation-state', event: 'state', data };
}

function runSample(name: string, description: string, data: ResourceEvent<CodeRun>): Payload {
  return { name, description, eventSource: 'remediation-state', event: 'runs', data };
}

/** What follows from the stored comment, through to handled and exhausted. */
export const statePayloads: readonly Payload[] = [
  stateSample(
    'state-stored',
    'A comment has been stored: it is given an iteration',
    added(state('100', stored), CONFIG_MAPS),
  ),
  stateSample(
    'state-assigned',
    'The iteration is new: its CodeRun is created and the quality agents are cancelled',
    updated(state('100', stored), state('101', assigned), CONFIG_MAPS),
  ),
  stateSample(
    'state-assigned-stale',
    'A consumer wakes up with an assignment of long ago: a policy refuses the run, and the quality agents are left alone',
    updated(state('100', stored), state('101', assigned, { changes: ['2026-01-02T03:04:05Z'] }), CONFIG_MAPS),
  ),
  stateSample(
    'state-assigned-listed',
    'The event source has started and lists a state with an assignment: dispatched again',
    added(state('101', assigned), CONFIG_MAPS),
  ),
  stateSample(
    'state-assigned-listed-late',
    'It lists one with an assignment, unchanged for more than a minute: the quality agents are left alone',
    added(state('101', assigned, { changes: ['2026-01-02T03:04:05Z', '2026-01-02T03:04:06Z'] }), CONFIG_MAPS),
  ),
  stateSample(
    'state-assigned-listed-changed',
    'It lists one that was changed just now: the quality agents are cancelled',
    added(
      state('101', assigned, {
        changes: ['2026-01-02T03:04:05Z', '2999-01-02T03:04:06Z', '2026-01-02T03:04:07Z'],
      }),
      CONFIG_MAPS,
    ),
  ),
  stateSample(
    'state-assigned-second-comment',
    'A second comment comes while the first has no run yet: it waits, and the history with it',
    updated(
      state('101', assigned),
      state('102', { ...assigned, 'comment-2345678950': comment(42) }),
      CONFIG_MAPS,
    ),
  ),
  stateSample(
    'state-several-stored',
    'Two comments wait and none is at work: each is given its iteration',
    updated(
      state('103', handled),
      state('110', { ...handled, 'comment-2345678960': comment(42), 'comment-2345678950': comment(42) }),
      CONFIG_MAPS,
    ),
  ),
  stateSample(
    'state-first-of-two-handled',
    'The first of two is handled: the second, which has its iteration, is dispatched',
    updated(state('111', two), state('112', { ...two, 'handled-2345678960': '2' }), CONFIG_MAPS),
  ),
  stateSample(
    'state-second-of-two',
    'Two are assigned: the first is dispatched, though its id is the greater one',
    added(state('111', two), CONFIG_MAPS),
  ),
  stateSample(
    'state-handled-removed',
    'A person has taken the key that says that it is handled: it waits for the resync',
    updated(state('103', handled), state('113', assigned), CONFIG_MAPS),
  ),
  stateSample(
    'state-eleventh-comment-early',
    'The tenth iteration is at work and a comment waits: the task is not exhausted yet',
    updated(state('198', tenth), state('199', { ...tenth, 'comment-11': comment(42) }), CONFIG_MAPS),
  ),
  runSample('run-added', 'The CodeRun is there: its comment is handled', added(run(), CODE_RUNS)),
  runSample(
    'run-listed',
    'The event source has started and tells of a run of long ago: if it is not acknowledged, the resync comes to it',
    added(run({ made: '2026-01-02T03:04:05Z' }), CODE_RUNS),
  ),
  runSample(
    'run-resynced',
    'The resync has touched the CodeRun, for its ADD was lost',
    updated(run(), run({ resync: '1-1767323045' }), CODE_RUNS),
  ),
  runSample(
    'run-changed',
    'The agent changes its CodeRun: nothing to acknowledge',
    updated(run(), run({ labels: { status: 'running' } }), CODE_RUNS),
  ),
  runSample(
    'run-orphaned',
    'A CodeRun that was kept when its state was deleted is none of the next state',
    added(run({ owned: false }), CODE_RUNS),
  ),
  runSample(
    'run-foreign-name',
    'A CodeRun with the labels of the loop under another name',
    added(run({ labels: { 'task-id': '8' } }), CODE_RUNS),
  ),
  stateSample(
    'state-handled',
    'The comment is handled, and nothing is left to write: labels move, an Event tells',
    updated(state('101', assigned), state('103', handled), CONFIG_MAPS),
  ),
  stateSample(
    'state-touched',
    'The resync touches a state whose run is not acknowledged: dispatched again',
    updated(state('101', assigned), state('105', assigned, { resync: '1-1767323045' }), CONFIG_MAPS),
  ),
  stateSample(
    'state-touched-garbage',
    'A touched state with a comment that the loop has not stored keeps the touch: the next one comes later',
    updated(
      state('103', { ...handled, 'comment-5': 'not JSON' }),
      state('106', { ...handled, 'comment-5': 'not JSON' }, { resync: '1-1767323045' }),
      CONFIG_MAPS,
    ),
  ),
  stateSample(
    'state-touched-settled',
    'A touched state with nothing left to do loses the touch again',
    updated(state('103', handled), state('106', handled, { resync: '1-1767323045' }), CONFIG_MAPS),
  ),
  stateSample(
    'state-eleventh-comment',
    'Ten iterations are used up and a comment waits: the task becomes exhausted',
    updated(state('200', full), state('201', overfull), CONFIG_MAPS),
  ),
  stateSample(
    'state-exhausted',
    'The task has become exhausted: a label and an Event tell',
    updated(state('201', overfull), state('202', exhausted), CONFIG_MAPS),
  ),
  stateSample(
    'state-raised',
    'A person has raised the maximum: the task goes on',
    updated(state('202', exhausted), state('203', { ...exhausted, max_iterations: '12' }), CONFIG_MAPS),
  ),
  stateSample(
    'state-paused',
    'A person has paused the task: the assignment waits',
    updated(state('101', assigned), state('107', { ...assigned, status: 'paused' }), CONFIG_MAPS),
  ),
  stateSample(
    'state-resumed',
    'The person lets it go on: the assignment is dispatched',
    updated(state('107', { ...assigned, status: 'paused' }), state('108', assigned), CONFIG_MAPS),
  ),
  stateSample(
    'state-garbage',
    'What a person may type does no harm',
    updated(
      state('101', assigned),
      state('109', {
        ...assigned,
        max_iterations: 'ten',
        'comment-5': 'not JSON',
        'comment-6': '{"pr":"../../x","repo":"5dlabs/cto"}',
        'comment-7': '{"pr":43,"repo":"evil/../repo"}',
        'comment-x': comment(42),
        'iteration-2345678901': '1',
        'handled-9': 'yes',
        feedback_history: 'none',
      }),
      CONFIG_MAPS,
    ),
  ),
];

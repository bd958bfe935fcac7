import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { eventReference } from '../../src/argo-events/dependency';
import type { LiveObject } from '../../src/cluster/objects';
import { renderTree } from '../../src/gitops/tree';
import { namesOf } from '../../src/remediation/names';
import { factsOf, type LoopFacts, UNKNOWN_FACTS } from '../../src/status/facts';
import { readTaskState } from '../../src/status/state';
import { appOf } from '../app';
import { payloads } from '../payloads';
import { assigned, comment, handled, healthy, state } from './objects';

const names = namesOf('remediation');
const facts = factsOf(healthy([]).sensors as LiveObject[]);
const closing: LoopFacts = { ...facts, pullRequests: true };
const read = (configMap: object, of: LoopFacts = facts) => readTaskState(configMap as LiveObject, names, of);

const VERDICTS = join(__dirname, '../engine/verdicts/pr-comment-remediation');

/** What the engine has done with each sample of a state. */
const verdicts = payloads
  .filter(({ eventSource, event }) => eventSource === 'remediation-state' && event === 'state')
  .map(({ name, data }) => ({
    name,
    body: (data as { body: object }).body,
    verdict: readFileSync(join(VERDICTS, `${name}.yaml`), 'utf8'),
  }));
const fitting = (pattern: RegExp) =>
  verdicts.flatMap(({ name, body, verdict }) => {
    const found = pattern.exec(verdict)?.[1];
    return found === undefined ? [] : [[name, found, body] as const];
  });
const histories = fitting(/feedback_history: ('.*')$/m);
const dispatched = fitting(/patch CodeRun agent-platform\/remediation-rex-t7-c([0-9]+):/);

describe('it reads a state as the engine does', () => {
  test('there are samples, and one of them is garbage', () => {
    expect(histories.length).toBeGreaterThan(5);
    expect(histories.map(([name]) => name)).toContain('state-garbage');
    expect(dispatched.length).toBeGreaterThan(5);
  });

  test.each(histories)('the comments of %s', (_, text, body) => {
    const history = JSON.parse(parse(text) as string) as { readonly iteration?: unknown }[];
    const comments = read(body)?.comments.map(({ id, pr, repo, author, at }) => ({
      id,
      pr,
      repo,
      author,
      at,
    }));
    // The history has the last fifty. It has the iterations that the engine gives now.
    expect(comments?.slice(-50)).toEqual(history.map(({ iteration: _, ...rest }) => rest));
  });

  test.each(dispatched)('the next one of %s', (_, comment, body) => {
    expect(read(body)?.open[0]?.id).toBe(comment);
  });
});

test('the facts are those of the rendered sensors', () => {
  expect(facts).toEqual({
    repository: /^5dlabs\/cto$/,
    pullRequests: false,
    codeRuns: { apiVersion: 'cto.5dlabs.com/v1alpha1', kind: 'CodeRun' },
    commentSource: 'github',
    known: true,
  });
  const props = { pullRequests: eventReference('github', 'issue_comment'), github: { repository: 'a/b.c' } };
  const sensor = renderTree(appOf(props)).get(
    'infra/gitops/resources/github-webhooks/pr-comment-remediation-sensor.yaml',
  );
  expect(factsOf([parse(sensor ?? '') as LiveObject])).toMatchObject({
    repository: /^a\/b\.c$/,
    pullRequests: true,
    known: true,
  });
  for (const sensors of [
    [],
    [{}],
    [{ spec: null }],
    [{ spec: { dependencies: 'x', triggers: [1, null] } }],
  ]) {
    expect(factsOf(sensors as LiveObject[])).toEqual(UNKNOWN_FACTS);
  }
});

test('what waits, what is open and what is ignored', () => {
  const found = read(
    state(7, {
      ...handled(1, 1),
      ...assigned(3, 3),
      ...assigned(2, 2),
      'comment-4': comment(5),
      'comment-5': 'no JSON',
      'comment-6': comment(5, 42, 'other/repo'),
      'comment-7': JSON.stringify({ repo: '5dlabs/cto' }),
      'comment-8': comment(5, 42, '5DLabs/CTO'),
      'comment-0': comment(5),
      'comment-x': comment(5),
    }),
  );
  const ids = (list: readonly { readonly id: string }[] | undefined) => list?.map(({ id }) => id);
  expect(ids(found?.comments)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
  expect(ids(found?.open)).toEqual(['2', '3']);
  expect(ids(found?.waiting)).toEqual(['4', '8']);
  expect(ids(found?.ignored)).toEqual(['5', '6', '7']);
  expect(found).toMatchObject({ task: '7', status: 'active', moves: true, max: 10, last: 3 });
});

test.each([
  ['max_iterations', '010', { max: null }],
  ['max_iterations', '-1', { max: null }],
  ['max_iterations', '0', { max: 0 }],
  ['max_iterations', '1234567890123456', { max: null }],
  ['iteration-9', '7', { last: 7 }],
  ['iteration-9', '0', { last: 0 }],
  ['iteration-9', '7 ', { last: 0 }],
  ['status', 'exhausted', { moves: true }],
  ['status', '', { moves: true }],
  ['status', 'Active', { moves: false }],
  ['status', 'completed', { moves: false }],
])('%s: %j', (key, value, expected) => {
  expect(read(state(7, { [key]: value }))).toMatchObject(expected);
});

test.each([
  'task-7-other-state',
  'task-07-remediation-state',
  'task--remediation-state',
  'task-x-remediation-state',
  'remediation-state',
  'xtask-7-remediation-state',
])('%s is no state of the loop', (name) => {
  expect(read({ metadata: { name } })).toBeUndefined();
});

test.each([{}, { metadata: null }, { metadata: [] }])('neither is %j', (object) => {
  expect(read(object)).toBeUndefined();
});

test.each([undefined, null, 'text', [], { status: 7, 'comment-1': null, max_iterations: {} }])(
  'a state with data %j is read',
  (data) => {
    expect(read({ ...state(7, {}), data })).toMatchObject({ status: '', max: null, waiting: [], open: [] });
  },
);

describe('in a loop that hears of closed pull requests', () => {
  const waiting = { 'comment-1': comment(5, 42), 'comment-2': comment(5, 43) };
  test.each([
    ['closed', { 'closed-42-100': '' }, ['2']],
    ['reopened since', { 'closed-42-100': '', 'reopened-42-101': '' }, ['1', '2']],
    ['closed again', { 'closed-42-100': '', 'reopened-42-101': '', 'closed-42-102': '' }, ['2']],
    ['closed again, of another length', { 'reopened-42-99': '', 'closed-42-100': '' }, ['2']],
    ['closed and reopened in one second', { 'closed-42-100': '', 'reopened-42-100': '' }, ['1', '2']],
    ['both', { 'closed-42-100': '', 'closed-43-100': '' }, []],
    ['a key that is none', { 'closed-42-': '', 'closed-x-1': '', 'closed-042-1': '' }, ['1', '2']],
  ])('%s', (_, closings, ids) => {
    const found = read(state(7, { ...waiting, ...closings }), closing);
    expect(found?.waiting.map(({ id }) => id)).toEqual(ids);
  });

  test('one that has its iteration is open all the same', () => {
    const found = read(state(7, { ...assigned(1, 1), 'closed-42-100': '' }), closing);
    expect(found?.open.map(({ id }) => id)).toEqual(['1']);
  });

  test('completed is a word of the loop', () => {
    expect(read(state(7, { status: 'completed' }), closing)?.moves).toBe(true);
  });

  test('without the prop, the keys mean nothing', () => {
    expect(read(state(7, { ...waiting, 'closed-42-100': '' }))?.waiting).toHaveLength(2);
  });
});

test('touches, labels and changes', () => {
  const found = read(
    state(7, {}, { resync: '3-1767323045', labels: { app: 'x', 'remediation.5dlabs.com/at-rest': 'true' } }),
  );
  expect(found).toMatchObject({ touches: 3, watched: false, atRest: true });
  expect(found?.changes).toEqual([
    { manager: 'argo-events', time: '2026-01-02T11:59:00Z', set: ['data.status'] },
  ]);
  expect(read(state(7, {}, { resync: '1767323045' }))?.touches).toBe(0);
  expect(read(state(7, {}, { touched: 5, changed: 6 }))?.changedSince).toBe(false);
  expect(read(state(7, {}, { touched: 5, changed: 4 }))?.changedSince).toBe(true);
  expect(read(state(7, {}, { resync: '3-', changed: 40 }))?.changedSince).toBe(true);
});

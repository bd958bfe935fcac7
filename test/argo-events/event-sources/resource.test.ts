import { resourceEvent } from '../../../src/argo-events/event-sources';

const WATCH = {
  group: 'cto.5dlabs.com',
  version: 'v1alpha1',
  resource: 'coderuns',
  namespace: 'agents',
  eventTypes: ['ADD', 'UPDATE'],
} as const;

test('the spec is the watch', () => {
  expect(resourceEvent(WATCH)).toMatchObject({ kind: 'resource', spec: WATCH });
  expect(resourceEvent(WATCH).spec).not.toHaveProperty('filter');
});

test('labels are compared by an operation: without one the engine lets nothing pass', () => {
  const labels = { app: 'a', 'task-id': '7' };
  expect(resourceEvent({ ...WATCH, labels }).spec).toMatchObject({
    filter: {
      labels: [
        { key: 'app', operation: '==', value: 'a' },
        { key: 'task-id', operation: '==', value: '7' },
      ],
    },
  });
});

test('the account may list and watch these objects, in their namespace only', () => {
  const one = { apiGroup: 'cto.5dlabs.com', resource: 'coderuns', namespace: 'agents' };
  expect(resourceEvent(WATCH).permissions).toEqual([
    { ...one, verb: 'list' },
    { ...one, verb: 'watch' },
  ]);
});

test('it is received on no port', () => {
  expect(resourceEvent(WATCH)).not.toHaveProperty('port');
});

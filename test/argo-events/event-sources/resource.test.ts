import { eventOfKind, resourceEvent } from '../../../src/argo-events/event-sources';
import { permissionsOf, portOf } from '../../../src/argo-events/event-sources/needs';

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
  expect(permissionsOf(resourceEvent(WATCH), 'events')).toEqual([
    { ...one, verb: 'list' },
    { ...one, verb: 'watch' },
  ]);
});

test('it is received on no port', () => {
  expect(portOf(resourceEvent(WATCH))).toBeUndefined();
});

test('of all namespaces, it needs rights in all of them', () => {
  const { namespace: _, ...everywhere } = WATCH;
  const event = resourceEvent(everywhere);
  expect(event.spec).toMatchObject({ namespace: '' });
  expect(permissionsOf(event, 'events')).toEqual(
    ['list', 'watch'].map((verb) => ({ apiGroup: 'cto.5dlabs.com', resource: 'coderuns', verb })),
  );
});

test('in the form of the engine, it has the same rights', () => {
  const { spec } = resourceEvent(WATCH);
  const event = eventOfKind('resource', spec as Parameters<typeof eventOfKind<unknown, 'resource'>>[1]);
  expect(permissionsOf(event, 'events')).toEqual(permissionsOf(resourceEvent(WATCH), 'events'));
});

test('trap: the engine takes the value of a field for a pattern, and needs an operation', () => {
  const fields = [
    { key: 'involvedObject.name', operator: 'In', values: ['web', 'a.b'] },
    { key: 'type', operator: 'NotIn', values: ['Normal'] },
  ] as const;
  expect(resourceEvent({ ...WATCH, fields }).spec).toMatchObject({
    filter: {
      fields: [
        { key: 'involvedObject.name', operation: '==', value: '^(?:web|a\\.b)$' },
        { key: 'type', operation: '!=', value: '^(?:Normal)$' },
      ],
    },
  });
});

test('filters by what an object is and when it came', () => {
  const createdBy = '2026-01-02T03:04:05Z';
  const matchExpressions = [{ key: 'tries', operator: 'Gt', value: 3 }] as const;
  const event = resourceEvent({
    ...WATCH,
    prefix: 'web-',
    afterStart: true,
    createdBy,
    matchExpressions,
    metadata: { a: 'b' },
  });
  expect(event.spec).toMatchObject({
    metadata: { a: 'b' },
    filter: {
      labels: [{ key: 'tries', operation: 'gt', value: '3' }],
      prefix: 'web-',
      afterStart: true,
      createdBy,
    },
  });
});

import { checkSet, type PlainObject, RULES } from '../../src/lint';
import { objectSet } from '../../src/lint/object-set';
import { dependencies, eventBus, eventSource, sensor } from './objects';

// Objects of files: there may be others, several may have one name, and the namespace may be missing.

const in_ = (namespace: string | undefined, object: PlainObject): PlainObject => {
  const { namespace: _, ...metadata } = object['metadata'] as Record<string, unknown>;
  return { ...object, metadata: { ...metadata, ...(namespace !== undefined && { namespace }) } };
};
const waiting = sensor({ dependencies: dependencies('push') });
const github = (event = 'push', more: object = {}) => eventSource({ github: { [event]: {} }, ...more });

function found(complete: boolean, ...objects: readonly PlainObject[]): string[] {
  const rules = RULES.filter(({ id }) => /^unknown-(?!service)|^different-bus|^missing-key/.test(id));
  return checkSet(objects, { complete, rules }).map(({ rule, message }) => `${rule}: ${message}`);
}

test('what is missing is a finding in a complete set only', () => {
  expect(found(false, waiting)).toEqual([]);
  expect(found(true, waiting)).toEqual([
    'unknown-event-bus: no EventBus "default" in namespace "events"',
    'unknown-event-source: no EventSource "github" in namespace "events"',
  ]);
});

test('what is in another namespace is a finding in each set', () => {
  const bus = eventBus({ jetstream: { version: 'latest' } });
  expect(found(false, waiting, in_('other', bus), in_('other', github()))).toEqual([
    'unknown-event-bus: no EventBus "default" in namespace "events", only in namespace "other"',
    'unknown-event-source: no EventSource "github" in namespace "events", only in namespace "other"',
  ]);
});

test('an object without namespace may be in any', () => {
  const bus = eventBus({ jetstream: { version: 'latest' } });
  const without = (object: PlainObject) => in_(undefined, object);
  expect(found(true, waiting, without(bus), without(github()))).toEqual([]);
  expect(found(true, without(waiting), bus, github())).toEqual([]);
  expect(found(true, without(waiting), bus, github('pull'))).toEqual([
    'unknown-event: the EventSource "github" has no event "push"',
  ]);
});

describe('several objects with one name, as of overlays', () => {
  test('one of the EventSources has the event', () => {
    expect(found(false, waiting, github('pull'), github('push'))).toEqual([]);
    expect(found(false, waiting, github('pull'), github('pushes'))).toEqual([
      'unknown-event: the EventSource "github" has no event "push"',
    ]);
  });

  test('one of them uses the bus', () => {
    expect(found(false, waiting, github('push', { eventBusName: 'b' }), github('push'))).toEqual([]);
    const other = github('push', { eventBusName: 'b' });
    expect(found(false, waiting, other, other)).toEqual([
      'different-bus: the EventSource "github" uses the bus "b", but the Sensor uses "default"',
    ]);
  });

  test('nothing is said of data if the event of one of them is not known', () => {
    const reading = sensor({
      dependencies: [
        { ...dependencies('push')[0], filters: { data: [{ path: 'action', type: 'string', value: ['x'] }] } },
      ],
    });
    expect(found(false, reading, github())).toEqual(['unknown-data: an event of github has no "action"']);
    expect(found(false, reading, github(), in_('events', eventSource({ github: {} })))).toEqual([]);
  });

  test('one of the Secrets has the key', () => {
    const reading = eventSource({
      github: { push: { webhookSecret: { name: 'hook', key: 'token' } } },
    });
    const secret = (key: string) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'hook', namespace: 'events' },
      stringData: { [key]: 'x' },
    });
    expect(found(false, reading, secret('tokens'), secret('token'))).toEqual([]);
    expect(found(false, reading, secret('tokens'), secret('a'))).toEqual([
      'missing-key: the Secret "hook" has no key "token"',
    ]);
  });

  test('the kind of the bus is not known if they differ', () => {
    const stan = eventBus({ nats: { native: {} } });
    const rules = RULES.filter(({ id }) => ['sensor-name', 'stan-at-least-once'].includes(id));
    const dotted = sensor(
      {
        dependencies: dependencies('push'),
        triggers: [{ template: { name: 't', log: {} }, atLeastOnce: true }],
      },
      'my.loop',
    );
    const ids = (...buses: PlainObject[]) => checkSet([dotted, ...buses], { rules }).map(({ rule }) => rule);
    expect(ids(eventBus({ jetstream: {} }))).toEqual(['sensor-name']);
    expect(ids(stan)).toEqual(['stan-at-least-once']);
    expect(ids(stan, eventBus({ jetstream: {} }))).toEqual([]);
  });
});

test('a look-up by namespace finds what is there, and then what may be', () => {
  const [here, elsewhere, anywhere] = ['a', 'b', undefined].map((namespace) => in_(namespace, github()));
  const set = objectSet([anywhere!, here!, elsewhere!], false);
  expect(set.ofKind('EventSource', { namespace: 'a', name: 'github' })).toEqual([here, anywhere]);
  expect(set.ofKind('EventSource', { namespace: 'c', name: 'github' })).toEqual([anywhere]);
  expect(set.ofKind('EventSource', { namespace: '', name: 'github' })).toHaveLength(3);
  expect(set.ofKind('EventSource', { namespace: 'a' })).toEqual([here, anywhere]);
});

test('an object stands before its declaration, and of two declarations the one that says more', () => {
  const bare: PlainObject = { kind: 'EventSource', metadata: { name: 'github', namespace: 'events' } };
  const ids = (objects: readonly PlainObject[], externals: readonly PlainObject[]) =>
    checkSet(objects, { externals }).map(({ rule }) => rule);
  expect(ids([waiting], [bare])).toEqual([]);
  expect(ids([waiting, github('pull')], [bare])).toEqual(['unknown-event']);
  expect(ids([waiting], [bare, github('pull')])).toEqual(['unknown-event']);
  expect(ids([waiting], [github('pull'), bare])).toEqual(['unknown-event']);
});

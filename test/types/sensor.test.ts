import { App } from 'cdk8s';
import type { EventDefinition } from '../../src/argo-events/event-definition';
import { EventSource } from '../../src/argo-events/event-source';
import {
  calendarEvent,
  eventOfKind,
  githubEvent,
  resourceEvent,
  webhookEvent,
} from '../../src/argo-events/event-sources';
import { declareExternal } from '../../src/argo-events/external';
import { equals, present } from '../../src/argo-events/filters';
import type { ConfigMap } from '../../src/argo-events/kubernetes';
import type { Sensor } from '../../src/argo-events/sensor';
import { jq } from '../../src/argo-events/transform';
import { dataOf } from '../argo-events/events';
import { ACTION, render, sensorIn } from '../argo-events/rendered';

// The compiler is the judge here: each @ts-expect-error fails the type check when its line compiles.
const WATCH = { group: '', version: 'v1', resource: 'configmaps', namespace: 'agents' } as const;
const comments = {
  comments: githubEvent({
    repositories: [{ owner: '5dlabs', names: ['cto'] }],
    events: ['issue_comment'],
    endpoint: '/',
    port: 12000,
    webhookSecret: { name: 'github', key: 'webhook' },
  }),
};
const states = { states: resourceEvent<ConfigMap>({ ...WATCH, eventTypes: ['ADD', 'UPDATE'] }) };

type Connect = (
  sensor: Sensor,
  source: EventSource<typeof comments>,
  watch: EventSource<typeof states>,
) => void;

/** Renders a sensor with two event sources: the engine refuses both kinds in one. */
const build = (connect: Connect) =>
  render((folder) => {
    const namespace = 'events';
    const source = new EventSource(folder, 'source', { name: 'source', namespace, events: comments });
    const watch = new EventSource(folder, 'watch', { name: 'watch', namespace, events: states });
    connect(sensorIn(folder), source, watch);
  });

test('an event is one of its event source, with the data of its kind', () => {
  const wrong = () =>
    build((sensor, source, watch) => {
      const comment = sensor.on('comment', source.event('comments'), {
        // @ts-expect-error body.comment
        filters: ({ body }) => [present(body.coment)],
      });
      const state = sensor.on('state', watch.event('states'), {
        // @ts-expect-error ADD, UPDATE or DELETE
        filters: (event) => [equals(event.type, 'MODIFIED')],
      });
      sensor.do('act', { conditions: comment.or(state), action: ACTION });
    });
  // Without the compiler, synth says it.
  expect(wrong).toThrow(/did you mean "body\.comment"\?.*matches no value of type/s);
  const objects = build((sensor, source, watch) => {
    const comment = sensor.on('comment', source.event('comments'), {
      filters: ({ body, headers }) => [
        equals(headers['X-Github-Event'][0], 'issue_comment'),
        equals(body.action, 'created'),
      ],
    });
    const state = sensor.on('state', watch.event('states'), {
      filters: (event) => [equals(event.type, 'UPDATE'), present(event.oldBody.data['status']!)],
    });
    sensor.do('act', { conditions: comment.or(state), action: ACTION });
    // @ts-expect-error comments
    void source.event('coments');
    // @ts-expect-error a state has no comment
    void state.data.body.comment;
  });
  expect(Object.keys(objects)).toContain('events/comments-sensor');
});

test('behind a transform, data is what it gives', () => {
  const wrong = () =>
    build((sensor, source) => {
      const task = sensor.on('task', source.event('comments'), {
        transform: jq<{ task: { id: string } }>`{ task: { id: "7" } }`,
        filters: (data) => [
          equals(data.task.id, '7'),
          // @ts-expect-error the payload is gone
          present(data.body),
          // @ts-expect-error a string
          equals(data.task.id, '7' as unknown as number),
        ],
      });
      sensor.do('act', { conditions: task, action: ACTION });
      void task.context.time;
      // @ts-expect-error the payload is gone
      void task.data.body;
      // @ts-expect-error a CloudEvent has no such field
      void task.context.name;
    });
  // Without the compiler, synth says it.
  expect(wrong).toThrow('the transform of the dependency gives no "body"; expected "task"');
  expect(jq).toBeDefined();
});

test('a watch knows the types of its events', () => {
  resourceEvent({ ...WATCH, eventTypes: ['ADD'] });
  // @ts-expect-error ADD, UPDATE or DELETE
  resourceEvent({ ...WATCH, eventTypes: ['CREATE'] });
  // @ts-expect-error at least one
  resourceEvent({ ...WATCH, eventTypes: [] });
  expect(resourceEvent).toBeDefined();
});

test('other kinds of events have data too', () => {
  const source = {
    nightly: calendarEvent({ schedule: '0 2 * * *' }),
    orders: webhookEvent<{ id: string }>({ endpoint: '/', port: 12000 }),
    stock: eventOfKind<{ left: number }, 'kafka'>('kafka', { url: 'kafka:9092', topic: 'stock' }),
  };
  const dataOfEvent = <T>(_: EventDefinition<T>) => dataOf<T>();
  expect([
    dataOfEvent(source.nightly).eventTime,
    dataOfEvent(source.orders).body.id,
    dataOfEvent(source.orders).header['X-Token']![0],
    dataOfEvent(source.stock).left,
    // @ts-expect-error left
    dataOfEvent(source.stock).lft,
    // @ts-expect-error a schedule or an interval
    calendarEvent({ timezone: 'UTC' }),
    // @ts-expect-error topic
    eventOfKind<unknown, 'kafka'>('kafka', { url: 'kafka:9092' }),
    // @ts-expect-error a webhook of the engine is a GET or a POST
    webhookEvent({ endpoint: '/', port: 12000, method: 'PUT' }),
  ]).toHaveLength(8);
});

test('a trigger says when and what', () => {
  build((sensor, source) => {
    const on = sensor.on('comment', source.event('comments'));
    sensor.do('act', { conditions: on, action: ACTION, retry: { steps: 3, duration: '10s', factor: 2 } });
  });
  const wrong = () =>
    build((sensor, source) => {
      const on = sensor.on('comment', source.event('comments'));
      // @ts-expect-error a number
      sensor.do('a', { conditions: on, action: ACTION, retry: { steps: '3', duration: '1s' } });
      // @ts-expect-error a string with a unit
      sensor.do('b', { conditions: on, action: ACTION, retry: { steps: 3, duration: 10 } });
      // @ts-expect-error a dependency, not its name
      sensor.do('c', { conditions: 'comment', action: ACTION });
      // @ts-expect-error an action
      sensor.do('d', { conditions: on });
    });
  expect(wrong).toThrow(/retry\.steps\): expected an integer[\s\S]*retry\.duration\): expected/);
  expect(wrong).toThrow(/conditions\): expected what sensor\.on[\s\S]*action\): missing; expected an action/);
});

test('what is external is of a kind that can be named, in a namespace', () => {
  const scope = new App();
  declareExternal(scope, { kind: 'Secret', metadata: { name: 'a', namespace: 'b' }, data: { key: '' } });
  // @ts-expect-error Secret
  declareExternal(scope, { kind: 'secret', metadata: { name: 'a', namespace: 'b' } });
  // @ts-expect-error a namespace
  declareExternal(scope, { kind: 'Secret', metadata: { name: 'a' } });
  expect(scope.node.metadata).toHaveLength(3);
});

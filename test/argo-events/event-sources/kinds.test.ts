import { EventSource } from '../../../src/argo-events/event-source';
import { calendarEvent, eventOfKind, kafkaEvent, webhookEvent } from '../../../src/argo-events/event-sources';
import { permissionsOf } from '../../../src/argo-events/event-sources/needs';
import { render } from '../rendered';

const SECRET = { name: 'mounted', key: 'key' };

const specOf = (events: ConstructorParameters<typeof EventSource>[2]['events']) =>
  render((folder) => {
    new EventSource(folder, 'source', { name: 'source', namespace: 'events', events });
  })['events/source-eventsource']?.spec;

describe('calendarEvent', () => {
  test('comes by a schedule or after an interval', () => {
    const timezone = 'Europe/Zurich';
    expect(
      specOf({
        nightly: calendarEvent({ schedule: '0 2 * * *', timezone, metadata: { a: 'b' } }),
        often: calendarEvent({ interval: '10s' }),
      }),
    ).toMatchObject({
      calendar: {
        nightly: { schedule: '0 2 * * *', timezone, metadata: { a: 'b' } },
        often: { interval: '10s' },
      },
    });
  });
});

describe('calendarEvent that remembers its last event', () => {
  const event = calendarEvent({
    schedule: '0 3 * * *',
    exclusionDates: ['2026-12-25'],
    persistence: { configMap: { name: 'clock-state', createIfNotExist: true }, catchup: { enabled: true } },
  });

  test('trap: the engine ignores a day that does not begin with EXDATE:', () => {
    expect(specOf({ nightly: event })).toMatchObject({
      calendar: { nightly: { exclusionDates: ['EXDATE:20261225T000000Z'] } },
    });
    for (const day of ['2026-02-30', '2026-1-2', '25.12.2026'] as never[]) {
      expect(() => calendarEvent({ schedule: '0 3 * * *', exclusionDates: [day] })).toThrow('2026-12-25');
    }
  });

  test('may read and write its ConfigMap, and make it only when it is told to', () => {
    const one = { apiGroup: '', resource: 'configmaps', namespace: 'events' };
    const named = ['get', 'update'].map((verb) => ({ ...one, verb, resourceName: 'clock-state' }));
    expect(permissionsOf(event, 'events')).toEqual([...named, { ...one, verb: 'create' }]);
    const persistence = { configMap: { name: 'clock-state' } };
    expect(permissionsOf(calendarEvent({ interval: '1h', persistence }), 'events')).toEqual(named);
    expect(permissionsOf(calendarEvent({ interval: '1h' }), 'events')).toEqual([]);
  });
});

describe('webhookEvent', () => {
  test('has a method, and its port as a string and in the service', () => {
    expect(specOf({ orders: webhookEvent({ endpoint: '/orders', port: 12000 }) })).toEqual({
      eventBusName: 'default',
      webhook: { orders: { endpoint: '/orders', port: '12000', method: 'POST', url: '' } },
      service: { ports: [{ port: 12000, targetPort: 12000 }] },
    });
  });

  test('has a secret and a limit where they are given', () => {
    const authSecret = { name: 'orders', key: 'token' };
    const event = webhookEvent({ endpoint: '/', port: 1, method: 'GET', authSecret, maxPayloadSize: 1024 });
    expect(specOf({ orders: event })).toMatchObject({
      webhook: { orders: { method: 'GET', authSecret, maxPayloadSize: 1024 } },
    });
  });
});

test('the filter of an event source is an expression, and metadata goes with it', () => {
  const options = { filter: 'body.id != ""', metadata: { a: 'b' } };
  const written = { filter: { expression: 'body.id != ""' }, metadata: { a: 'b' } };
  const clock = calendarEvent({ interval: '10s', ...options });
  const hook = webhookEvent({ endpoint: '/', port: 1, ...options });
  expect(specOf({ clock })).toMatchObject({ calendar: { clock: written } });
  expect(specOf({ hook })).toMatchObject({ webhook: { hook: written } });
});

test('the port of an event in the form of the engine is in the Service too', () => {
  const webhook = { endpoint: '/hook', port: '12000' };
  const event = eventOfKind('slack', { token: SECRET, signingSecret: SECRET, webhook });
  expect(specOf({ said: event })).toMatchObject({ service: { ports: [{ port: 12000, targetPort: 12000 }] } });
});

test('kafkaEvent reads a partition, or as a group', () => {
  const topic = { url: 'kafka:9092', topic: 'orders' };
  expect(
    specOf({
      one: kafkaEvent({ ...topic, partition: 0 }),
      group: kafkaEvent<{ id: string }>({ ...topic, consumerGroup: { groupName: 'shop' }, jsonBody: true }),
    }),
  ).toMatchObject({
    kafka: {
      one: { ...topic, partition: '0' },
      group: { ...topic, consumerGroup: { groupName: 'shop' }, jsonBody: true },
    },
  });
});

test('eventOfKind is of any kind, in the form of the engine', () => {
  const kafka = { url: 'kafka:9092', topic: 'orders', partition: '0' };
  expect(specOf({ orders: eventOfKind<{ id: string }, 'kafka'>('kafka', kafka) })).toMatchObject({
    kafka: { orders: kafka },
  });
});

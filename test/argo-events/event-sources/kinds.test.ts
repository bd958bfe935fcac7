import { EventSource } from '../../../src/argo-events/event-source';
import { calendarEvent, eventOfKind, webhookEvent } from '../../../src/argo-events/event-sources';
import { render } from '../rendered';

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

test('eventOfKind is of any kind, in the form of the engine', () => {
  const kafka = { url: 'kafka:9092', topic: 'orders', partition: '0' };
  expect(specOf({ orders: eventOfKind<{ id: string }, 'kafka'>('kafka', kafka) })).toMatchObject({
    kafka: { orders: kafka },
  });
});

import type { EventDefinition } from '../../../src/argo-events/event-definition';
import {
  amqpEvent,
  fileEvent,
  genericEvent,
  hdfsEvent,
  mnsEvent,
  mqttEvent,
  natsEvent,
  redisEvent,
  sftpEvent,
} from '../../../src/argo-events/event-sources';

const SECRET = { name: 'mounted', key: 'key' };
const AMQP = {
  url: 'amqp://amqp:5672',
  exchangeName: 'orders',
  exchangeType: 'topic',
  routingKey: 'new',
} as const;

describe('amqpEvent', () => {
  test('leaves out what the engine has defaults for', () => {
    expect(amqpEvent(AMQP)).toEqual({ kind: 'amqp', spec: AMQP });
  });

  test('trap: an object replaces all defaults of the engine, which never acknowledges a message', () => {
    const { spec } = amqpEvent({ ...AMQP, consume: { exclusive: true }, exchangeDeclare: { noWait: true } });
    expect(spec).toMatchObject({
      consume: { autoAck: true, exclusive: true },
      exchangeDeclare: { durable: true, noWait: true },
    });
  });

  test('says its own fields last', () => {
    expect(amqpEvent({ ...AMQP, exchangeDeclare: { durable: false } }).spec).toMatchObject({
      exchangeDeclare: { durable: false },
    });
  });

  test('has the arguments of the queue as a text', () => {
    const queueDeclare = { name: 'orders', arguments: { 'x-max-length': 9, 'x-queue-type': 'quorum' } };
    expect(amqpEvent({ ...AMQP, queueDeclare }).spec).toMatchObject({
      queueDeclare: { name: 'orders', arguments: '{"x-max-length":9,"x-queue-type":"quorum"}' },
    });
  });
});

describe('trap: the engine takes the directory off as a text, and then compares', () => {
  const LOGIN = { address: SECRET, username: SECRET, password: SECRET };
  const of = (directory: `/${string}`) => {
    const watchPathConfig = { directory, path: 'order.json' };
    return [
      fileEvent({ eventType: 'CREATE', watchPathConfig }).spec,
      sftpEvent({ ...LOGIN, eventType: 'CREATE', watchPathConfig }).spec,
      {
        watchPathConfig: hdfsEvent({ addresses: ['a'], hdfsUser: 'b', type: ['WRITE'], ...watchPathConfig })
          .spec,
      },
    ];
  };

  test.each(['/orders', '/orders/'] as const)('%s ends in a slash', (directory) => {
    for (const spec of of(directory)) {
      expect(spec).toMatchObject({ watchPathConfig: { directory: '/orders/', path: 'order.json' } });
    }
  });

  test('a regular expression stays as it is', () => {
    const watchPathConfig = { directory: '/orders', pathRegexp: '^a$' } as const;
    expect(fileEvent({ eventType: 'WRITE', watchPathConfig, polling: true }).spec).toEqual({
      eventType: 'WRITE',
      watchPathConfig: { directory: '/orders/', pathRegexp: '^a$' },
      polling: true,
    });
  });
});

test('hdfsEvent has its operations as one text', () => {
  const watch = { addresses: ['a:8020'], hdfsUser: 'b', directory: '/c', path: 'd' } as const;
  expect(hdfsEvent({ ...watch, type: ['CREATE', 'WRITE'] }).spec).toMatchObject({ type: 'CREATE|WRITE' });
});

test('trap: without an interval that it can read, sftp reads the directory without a pause', () => {
  const watchPathConfig = { directory: '/', path: 'a' } as const;
  const login = { address: SECRET, username: SECRET, password: SECRET };
  expect(sftpEvent({ ...login, eventType: 'REMOVE', watchPathConfig }).spec).toMatchObject({
    pollIntervalDuration: '10s',
    watchPathConfig,
  });
});

test('trap: without insecure, generic makes no connection', () => {
  expect(genericEvent({ url: 'a:1', config: 'b' }).spec).toMatchObject({ insecure: true });
});

const OPTIONS = { filter: 'body != ""', metadata: { a: 'b' } };
const WITH_OPTIONS: Readonly<Record<string, EventDefinition<unknown>>> = {
  amqp: amqpEvent({ ...AMQP, ...OPTIONS }),
  generic: genericEvent({ url: 'a:1', config: 'b', ...OPTIONS }),
  mqtt: mqttEvent({ url: 'a', topic: 'b', clientId: 'c', ...OPTIONS }),
  nats: natsEvent({ url: 'a', subject: 'b', jsonBody: true, ...OPTIONS }),
  redis: redisEvent({ hostAddress: 'a:1', channels: ['b'], ...OPTIONS }),
};

test.each(Object.entries(WITH_OPTIONS))('%s has a filter and metadata', (kind, event) => {
  expect(event).toMatchObject({ kind, spec: { metadata: { a: 'b' }, filter: { expression: 'body != ""' } } });
});

test('mns has a filter', () => {
  const queue = { endpoint: 'a', queue: 'b', accessKey: SECRET, secretKey: SECRET };
  const filter = 'body == "new"';
  expect(mnsEvent({ ...queue, filter }).spec).toEqual({ ...queue, filter: { expression: filter } });
});

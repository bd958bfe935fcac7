import {
  amqpEvent,
  azureServiceBusEvent,
  type ClientTls,
  type EventDefinition,
  fileEvent,
  hdfsEvent,
  type minioEvent,
  mnsEvent,
  natsEvent,
  pubSubEvent,
  pulsarEvent,
  redisEvent,
  redisStreamEvent,
  sftpEvent,
  sqsEvent,
} from '../../src';

const SECRET = { name: 'mounted', key: 'key' };
const NATS = { url: 'nats://nats:4222', subject: 'orders' };
const AMQP = { exchangeName: 'orders', exchangeType: 'topic', routingKey: 'new' } as const;
const SQS = { region: 'eu-central-1', queue: 'orders' };
const REDIS = { hostAddress: 'redis:6379', channels: ['orders'] } as const;
const SFTP = { address: SECRET, username: SECRET, eventType: 'CREATE' } as const;
const PULSAR = { url: 'pulsar://pulsar:6650', topics: ['orders'], type: 'shared' } as const;
const FILES = { directory: '/orders', path: 'order.json' } as const;
const CLIENT = { clientCertSecret: SECRET, clientKeySecret: SECRET };
const HDFS = { ...FILES, addresses: ['hdfs:8020'], type: ['WRITE'] } as const;
const KERBEROS = { krbConfigConfigMap: SECRET, krbServicePrincipalName: 'nn/_HOST' };
const BUS = { connectionString: SECRET };

type DataOf<Definition> = Definition extends EventDefinition<infer T> ? T : never;

test('the body is a text unless it is said to be JSON, and its type is then named', () => {
  const plain = natsEvent(NATS);
  const json = natsEvent<{ id: string }>({ ...NATS, jsonBody: true });
  const body: DataOf<typeof plain>['body'] = 'aGVsbG8=';
  const order: DataOf<typeof json>['body'] = { id: '7' };
  // @ts-expect-error a text has no such type
  natsEvent<{ id: string }>(NATS);
  // @ts-expect-error the body has no such field
  const wrong: DataOf<typeof json>['body'] = { name: '7' };
  expect([body, order, wrong]).toHaveLength(3);
});

test('a stream has the fields that are named', () => {
  const stream = redisStreamEvent<'id'>({ hostAddress: 'redis:6379', streams: ['orders'] });
  const values: DataOf<typeof stream>['values'] = { id: '7' };
  // @ts-expect-error no stream
  redisStreamEvent({ hostAddress: 'redis:6379', streams: [] });
  expect(values).toEqual({ id: '7' });
});

test('a record of MinIO is one of S3', () => {
  type Record = DataOf<ReturnType<typeof minioEvent>>['notification'][number];
  const key: Record['s3']['object']['key'] = 'orders%2F1.json';
  expect(key).toBeDefined();
});

test('TLS has fields that are of use together', () => {
  const all: ClientTls[] = [
    { enabled: true },
    { insecureSkipVerify: true },
    { caCertSecret: SECRET },
    { clientCertSecret: SECRET, clientKeySecret: SECRET },
    { caCertSecret: SECRET, clientCertSecret: SECRET, clientKeySecret: SECRET },
    // @ts-expect-error nothing
    {},
    // @ts-expect-error no key
    { clientCertSecret: SECRET },
    // @ts-expect-error no key
    { caCertSecret: SECRET, clientCertSecret: SECRET },
    // @ts-expect-error the certificate would be ignored
    { insecureSkipVerify: true, caCertSecret: SECRET },
  ];
  expect(all).toHaveLength(9);
});

test('what the engine wants one of, or both of, is wanted', () => {
  const wrong = [
    // @ts-expect-error a URL, or the Secret that has it
    () => amqpEvent(AMQP),
    // @ts-expect-error not both
    () => amqpEvent({ ...AMQP, url: 'amqp://a', urlSecret: SECRET }),
    // @ts-expect-error a topic or a subscription
    () => pubSubEvent({ projectID: 'acme' }),
    // @ts-expect-error the topic of the project
    () => pubSubEvent({ subscriptionID: 'orders', topicProjectID: 'acme' }),
    // @ts-expect-error both keys
    () => sqsEvent({ ...SQS, accessKey: SECRET }),
    // @ts-expect-error a role or keys
    () => sqsEvent({ ...SQS, accessKey: SECRET, secretKey: SECRET, roleARN: 'arn' }),
    // @ts-expect-error only a body that is JSON can be wrong
    () => sqsEvent({ ...SQS, dlq: true }),
    // @ts-expect-error the namespace too
    () => redisEvent({ ...REDIS, password: SECRET }),
    // @ts-expect-error a user without a password is ignored
    () => redisEvent({ ...REDIS, username: 'shop' }),
    // @ts-expect-error a password or a key
    () => sftpEvent({ ...SFTP, watchPathConfig: FILES }),
    // @ts-expect-error the last one would win
    () => pulsarEvent({ ...PULSAR, authTokenSecret: SECRET, tls: CLIENT }),
    // @ts-expect-error a queue, or a subscription of a topic
    () => azureServiceBusEvent({ ...BUS, topicName: 'orders' }),
    // @ts-expect-error not both
    () => azureServiceBusEvent({ ...BUS, queueName: 'a', topicName: 'b', subscriptionName: 'c' }),
    // @ts-expect-error the realm of the user
    () => hdfsEvent({ ...HDFS, ...KERBEROS, krbKeytabSecret: SECRET, krbUsername: 'a' }),
  ];
  expect(wrong).toHaveLength(14);
});

test('what the engine does not take or ignores is refused', () => {
  const mns = { endpoint: 'https://mns', queue: 'orders', accessKey: SECRET, secretKey: SECRET };
  const wrong = [
    // @ts-expect-error a relative directory
    () => fileEvent({ eventType: 'CREATE', watchPathConfig: { directory: 'orders', path: 'a' } }),
    // @ts-expect-error a path or an expression
    () => fileEvent({ eventType: 'CREATE', watchPathConfig: { ...FILES, pathRegexp: 'a' } }),
    // @ts-expect-error SFTP has no such operation
    () => sftpEvent({ ...SFTP, password: SECRET, eventType: 'WRITE', watchPathConfig: FILES }),
    // @ts-expect-error MNS has no metadata
    () => mnsEvent({ ...mns, metadata: { a: 'b' } }),
    // @ts-expect-error Pub/Sub of Redis has no databases
    () => redisEvent({ ...REDIS, db: 1 }),
  ];
  expect(wrong).toHaveLength(5);
});

import type { EventDefinition, EventSourceKind } from '../../src/argo-events/event-definition';
import {
  bitbucketEvent,
  bitbucketServerEvent,
  calendarEvent,
  eventOfKind,
  gerritEvent,
  githubEvent,
  gitlabEvent,
  kafkaEvent,
  resourceEvent,
  slackEvent,
  snsEvent,
  storageGridEvent,
  stripeEvent,
  webhookEvent,
} from '../../src/argo-events/event-sources';

const SECRET = { name: 'mounted', key: 'key' };
const RECEIVER = { endpoint: '/hook', port: 12000, url: 'https://hooks.example.com' };
const WATCHED = { directory: '/var/orders', path: 'order.json' };

/** An event of a kind, and the first keys of its data. */
export interface EventSample {
  readonly event: EventDefinition<unknown>;
  readonly keys: readonly string[];
}

/** @param keys all keys of the type of the data: the compiler wants each, and no other */
function sample<T>(event: EventDefinition<T>, keys: Readonly<Record<keyof T & string, true>>): EventSample {
  return { event, keys: Object.keys(keys) };
}

/** An event of each kind. */
export const EVENTS: Readonly<Record<EventSourceKind, EventSample>> = {
  amqp: sample(
    eventOfKind('amqp', {
      url: 'amqp://amqp.events:5672',
      exchangeName: 'orders',
      exchangeType: 'topic',
      routingKey: 'new',
    }),
    {},
  ),
  azureEventsHub: sample(
    eventOfKind('azureEventsHub', {
      fqdn: 'events.servicebus.windows.net',
      hubName: 'orders',
      sharedAccessKey: SECRET,
      sharedAccessKeyName: SECRET,
    }),
    {},
  ),
  azureQueueStorage: sample(
    eventOfKind('azureQueueStorage', { queueName: 'orders', connectionString: SECRET }),
    {},
  ),
  azureServiceBus: sample(
    eventOfKind('azureServiceBus', { queueName: 'orders', connectionString: SECRET }),
    {},
  ),
  bitbucket: sample(
    bitbucketEvent({
      auth: { oauthToken: SECRET },
      events: ['repo:push'],
      repositories: [{ owner: 'acme', repositorySlug: 'shop' }],
      ...RECEIVER,
    }),
    { headers: true, body: true, metadata: true },
  ),
  bitbucketserver: sample(
    bitbucketServerEvent({
      bitbucketserverBaseURL: 'https://bitbucket.example.com/rest',
      webhookSecret: SECRET,
      accessToken: SECRET,
      events: ['repo:refs_changed'],
      repositories: [{ projectKey: 'ACME', repositorySlug: 'shop' }],
      ...RECEIVER,
    }),
    { headers: true, body: true, metadata: true },
  ),
  calendar: sample(
    calendarEvent({ schedule: '0 8 * * 1-5', timezone: 'Europe/Vienna', metadata: { of: 'week' } }),
    { eventTime: true, metadata: true },
  ),
  emitter: sample(
    eventOfKind('emitter', {
      broker: 'tcp://emitter.events:8080',
      channelName: 'orders/',
      channelKey: 'key',
    }),
    {},
  ),
  file: sample(eventOfKind('file', { eventType: 'CREATE', watchPathConfig: WATCHED }), {}),
  generic: sample(eventOfKind('generic', { url: 'generic.events:8080', config: 'orders: all' }), {}),
  gerrit: sample(
    gerritEvent({
      gerritBaseURL: 'https://gerrit.example.com',
      hookName: 'shop',
      events: ['patchset-created'],
      projects: ['shop'],
      auth: { username: SECRET, password: SECRET },
      ...RECEIVER,
    }),
    { headers: true, body: true, metadata: true },
  ),
  github: sample(
    githubEvent({
      repositories: [{ owner: 'acme', names: ['shop'] }],
      events: ['push'],
      endpoint: '/hook',
      port: 12000,
      webhookSecret: SECRET,
    }),
    { headers: true, body: true, metadata: true },
  ),
  gitlab: sample(
    gitlabEvent({
      gitlabBaseURL: 'https://gitlab.example.com',
      projects: ['7'],
      events: ['PushEvents'],
      accessToken: SECRET,
      secretToken: SECRET,
      ...RECEIVER,
    }),
    { headers: true, body: true, metadata: true },
  ),
  hdfs: sample(
    eventOfKind('hdfs', {
      addresses: ['hdfs.events:8020'],
      type: 'CREATE',
      hdfsUser: 'orders',
      ...WATCHED,
    }),
    {},
  ),
  kafka: sample(
    kafkaEvent({
      url: 'kafka.events:9092',
      topic: 'orders',
      consumerGroup: { groupName: 'shop', oldest: true },
    }),
    { topic: true, key: true, partition: true, body: true, timestamp: true, headers: true, metadata: true },
  ),
  minio: sample(
    eventOfKind('minio', {
      endpoint: 'minio.events:9000',
      bucket: { name: 'orders' },
      events: ['s3:ObjectCreated:Put'],
      accessKey: SECRET,
      secretKey: SECRET,
    }),
    {},
  ),
  mns: sample(
    eventOfKind('mns', {
      endpoint: 'https://mns.example.com',
      queue: 'orders',
      accessKey: SECRET,
      secretKey: SECRET,
    }),
    {},
  ),
  mqtt: sample(eventOfKind('mqtt', { url: 'tcp://mqtt.events:1883', topic: 'orders', clientId: 'shop' }), {}),
  nats: sample(
    eventOfKind('nats', { url: 'nats://nats.events:4222', subject: 'orders', auth: { token: SECRET } }),
    {},
  ),
  nsq: sample(eventOfKind('nsq', { hostAddress: 'nsq.events:4161', topic: 'orders', channel: 'shop' }), {}),
  pubSub: sample(eventOfKind('pubSub', { projectID: 'acme', topic: 'orders' }), {}),
  pulsar: sample(
    eventOfKind('pulsar', { url: 'pulsar://pulsar.events:6650', topics: ['orders'], type: 'shared' }),
    {},
  ),
  redis: sample(eventOfKind('redis', { hostAddress: 'redis.events:6379', channels: ['orders'] }), {}),
  redisStream: sample(
    eventOfKind('redisStream', { hostAddress: 'redis.events:6379', streams: ['orders'] }),
    {},
  ),
  resource: sample(
    resourceEvent({
      group: '',
      version: 'v1',
      resource: 'configmaps',
      namespace: 'shop',
      eventTypes: ['ADD', 'UPDATE', 'DELETE'],
      labels: { app: 'shop' },
    }),
    { type: true, body: true, oldBody: true, group: true, version: true, resource: true, metadata: true },
  ),
  sftp: sample(
    eventOfKind('sftp', {
      address: SECRET,
      username: SECRET,
      password: SECRET,
      eventType: 'CREATE',
      watchPathConfig: WATCHED,
    }),
    {},
  ),
  slack: sample(slackEvent({ token: SECRET, signingSecret: SECRET, endpoint: '/hook', port: 12000 }), {
    type: true,
    Data: true,
  }),
  sns: sample(
    snsEvent({ topicArn: 'arn:aws:sns:eu-central-1:1:orders', region: 'eu-central-1', ...RECEIVER }),
    { header: true, body: true, metadata: true },
  ),
  sqs: sample(eventOfKind('sqs', { queue: 'orders', region: 'eu-central-1' }), {}),
  storageGrid: sample(
    storageGridEvent({
      apiURL: 'https://storagegrid.example.com',
      authToken: SECRET,
      bucket: 'orders',
      topicArn: 'urn:sgws:sns:us-east-1:1:orders',
      events: ['s3:ObjectCreated:*'],
      filter: { prefix: 'in/' },
      ...RECEIVER,
    }),
    { notification: true, metadata: true },
  ),
  stripe: sample(stripeEvent({ eventFilter: ['invoice.paid'], endpoint: '/hook', port: 12000 }), {
    event: true,
    metadata: true,
  }),
  webhook: sample(webhookEvent({ endpoint: '/hook', port: 12000, authSecret: SECRET }), {
    header: true,
    body: true,
    metadata: true,
  }),
};

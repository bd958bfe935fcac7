import type { EventDefinition, EventSourceKind } from '../../src/argo-events/event-definition';
import {
  amqpEvent,
  azureEventsHubEvent,
  azureQueueStorageEvent,
  azureServiceBusEvent,
  bitbucketEvent,
  bitbucketServerEvent,
  calendarEvent,
  emitterEvent,
  fileEvent,
  genericEvent,
  gerritEvent,
  githubEvent,
  gitlabEvent,
  hdfsEvent,
  kafkaEvent,
  minioEvent,
  mnsEvent,
  mqttEvent,
  natsEvent,
  nsqEvent,
  pubSubEvent,
  pulsarEvent,
  redisEvent,
  redisStreamEvent,
  resourceEvent,
  sftpEvent,
  slackEvent,
  snsEvent,
  sqsEvent,
  storageGridEvent,
  stripeEvent,
  webhookEvent,
} from '../../src/argo-events/event-sources';

const SECRET = { name: 'mounted', key: 'key' };
const RECEIVER = { endpoint: '/hook', port: 12000, url: 'https://hooks.example.com' };
const WATCHED = { directory: '/var/orders', path: 'order.json' } as const;

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
    amqpEvent({
      url: 'amqp://amqp.events:5672',
      exchangeName: 'orders',
      exchangeType: 'topic',
      routingKey: 'new',
      queueDeclare: { name: 'orders', durable: true, arguments: { 'x-queue-type': 'quorum' } },
      consume: { consumerTag: 'shop' },
    }),
    {
      contentType: true,
      contentEncoding: true,
      deliveryMode: true,
      priority: true,
      correlationId: true,
      replyTo: true,
      expiration: true,
      messageId: true,
      timestamp: true,
      type: true,
      appId: true,
      exchange: true,
      routingKey: true,
      body: true,
      metadata: true,
    },
  ),
  azureEventsHub: sample(
    azureEventsHubEvent({
      fqdn: 'events.servicebus.windows.net',
      hubName: 'orders',
      sharedAccessKey: SECRET,
      sharedAccessKeyName: SECRET,
    }),
    { id: true, partitionKey: true, body: true, metadata: true },
  ),
  azureQueueStorage: sample(azureQueueStorageEvent({ queueName: 'orders', connectionString: SECRET }), {
    body: true,
    messageID: true,
    insertionTime: true,
    metadata: true,
  }),
  azureServiceBus: sample(azureServiceBusEvent({ queueName: 'orders', connectionString: SECRET }), {
    applicationProperties: true,
    body: true,
    contentType: true,
    correlationID: true,
    enqueuedTime: true,
    messageID: true,
    replyTo: true,
    sequenceNumber: true,
    subject: true,
    metadata: true,
  }),
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
    emitterEvent({ broker: 'tcp://emitter.events:8080', channelName: 'orders/', channelKey: 'key' }),
    { topic: true, body: true, metadata: true },
  ),
  file: sample(fileEvent({ eventType: 'CREATE', watchPathConfig: WATCHED }), {
    name: true,
    op: true,
    metadata: true,
  }),
  generic: sample(genericEvent({ url: 'generic.events:8080', config: 'orders: all' }), {
    body: true,
    metadata: true,
  }),
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
    hdfsEvent({
      addresses: ['hdfs.events:8020'],
      type: ['CREATE', 'WRITE'],
      hdfsUser: 'orders',
      ...WATCHED,
    }),
    { name: true, op: true, metadata: true },
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
    minioEvent({
      endpoint: 'minio.events:9000',
      bucket: { name: 'orders' },
      events: ['s3:ObjectCreated:Put'],
      accessKey: SECRET,
      secretKey: SECRET,
    }),
    { notification: true, metadata: true },
  ),
  mns: sample(
    mnsEvent({
      endpoint: 'https://mns.example.com',
      queue: 'orders',
      accessKey: SECRET,
      secretKey: SECRET,
    }),
    { messageId: true, body: true },
  ),
  mqtt: sample(mqttEvent({ url: 'tcp://mqtt.events:1883', topic: 'orders', clientId: 'shop' }), {
    topic: true,
    messageId: true,
    body: true,
    metadata: true,
  }),
  nats: sample(natsEvent({ url: 'nats://nats.events:4222', subject: 'orders', auth: { token: SECRET } }), {
    subject: true,
    body: true,
    header: true,
    metadata: true,
  }),
  nsq: sample(nsqEvent({ hostAddress: 'nsq.events:4161', topic: 'orders', channel: 'shop' }), {
    body: true,
    timestamp: true,
    nsqdAddress: true,
    metadata: true,
  }),
  pubSub: sample(pubSubEvent({ projectID: 'acme', topic: 'orders' }), {
    id: true,
    body: true,
    attributes: true,
    publishTime: true,
    metadata: true,
  }),
  pulsar: sample(pulsarEvent({ url: 'pulsar://pulsar.events:6650', topics: ['orders'], type: 'shared' }), {
    key: true,
    publishTime: true,
    body: true,
    metadata: true,
  }),
  redis: sample(
    redisEvent({
      hostAddress: 'redis.events:6379',
      channels: ['orders'],
      password: SECRET,
      namespace: 'events',
    }),
    { channel: true, pattern: true, body: true, metadata: true },
  ),
  redisStream: sample(redisStreamEvent({ hostAddress: 'redis.events:6379', streams: ['orders'] }), {
    stream: true,
    message_id: true,
    values: true,
    metadata: true,
  }),
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
    sftpEvent({
      address: SECRET,
      username: SECRET,
      password: SECRET,
      eventType: 'CREATE',
      watchPathConfig: WATCHED,
    }),
    { name: true, op: true, metadata: true },
  ),
  slack: sample(slackEvent({ token: SECRET, signingSecret: SECRET, endpoint: '/hook', port: 12000 }), {
    type: true,
    Data: true,
  }),
  sns: sample(
    snsEvent({ topicArn: 'arn:aws:sns:eu-central-1:1:orders', region: 'eu-central-1', ...RECEIVER }),
    { header: true, body: true, metadata: true },
  ),
  sqs: sample(sqsEvent({ queue: 'orders', region: 'eu-central-1' }), {
    messageId: true,
    messageAttributes: true,
    body: true,
    metadata: true,
  }),
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

import type { Tightening } from '../tighten';
import { DURATION, FILE_OPERATIONS } from './patterns';

const SOURCES = 'pkg/eventsources/sources';

/** What the other kinds of event source ask for. */
export const EVENT_SOURCE_KINDS: readonly Tightening[] = [
  {
    type: 'AMQPEventSource',
    reason: `${SOURCES}/amqp/validate.go`,
    filled: ['routingKey', 'exchangeType'],
    oneOf: ['url', 'urlSecret'],
  },
  {
    type: 'AzureEventsHubEventSource',
    reason: `${SOURCES}/azureeventshub/validate.go`,
    filled: ['fqdn', 'hubName'],
    needs: { sharedAccessKey: ['sharedAccessKeyName'], sharedAccessKeyName: ['sharedAccessKey'] },
  },
  {
    type: 'AzureQueueStorageEventSource',
    reason: `${SOURCES}/azurequeuestorage/validate.go`,
    filled: ['queueName'],
    anyOf: ['connectionString', 'storageAccountName'],
  },
  {
    type: 'AzureServiceBusEventSource',
    reason: `${SOURCES}/azureservicebus/validate.go`,
    optional: ['queueName', 'topicName', 'subscriptionName'],
    anyOf: ['queueName', ['topicName', 'subscriptionName']],
  },
  {
    type: 'BitbucketEventSource',
    reason: `${SOURCES}/bitbucket/validate.go`,
    anyOf: ['repositories', ['owner', 'repositorySlug']],
    properties: { repositories: { minItems: 1 } },
  },
  {
    type: 'BitbucketServerEventSource',
    reason: `${SOURCES}/bitbucketserver/validate.go`,
    filled: ['bitbucketserverBaseURL'],
    required: ['webhook'],
    properties: { checkInterval: { pattern: `^$|${DURATION}` } },
  },
  {
    type: 'EmitterEventSource',
    reason: `${SOURCES}/emitter/validate.go`,
    filled: ['broker', 'channelKey', 'channelName'],
  },
  {
    type: 'FileEventSource',
    reason: `${SOURCES}/file/validate.go and start.go, which compares with the name of the operation`,
    properties: { eventType: { pattern: FILE_OPERATIONS } },
  },
  { type: 'GenericEventSource', reason: `${SOURCES}/generic/validate.go`, filled: ['url', 'config'] },
  {
    type: 'GerritEventSource',
    reason: `${SOURCES}/gerrit/validate.go`,
    filled: ['projects', 'gerritBaseURL'],
    required: ['auth', 'webhook'],
  },
  {
    type: 'GitlabEventSource',
    reason: `${SOURCES}/gitlab/validate.go`,
    filled: ['gitlabBaseURL'],
    required: ['accessToken', 'webhook'],
  },
  {
    type: 'HDFSEventSource',
    reason: `${SOURCES}/hdfs/validate.go`,
    filled: ['directory', 'addresses'],
    anyOf: ['hdfsUser', 'krbCCacheSecret', 'krbKeytabSecret'],
    oneOf: ['path', 'pathRegexp'],
    needs: {
      krbCCacheSecret: ['krbConfigConfigMap', 'krbServicePrincipalName'],
      krbKeytabSecret: ['krbConfigConfigMap', 'krbRealm', 'krbServicePrincipalName', 'krbUsername'],
    },
    properties: {
      checkInterval: { pattern: `^$|${DURATION}` },
      directory: { pattern: '^/' },
      path: { pattern: '^[^/]' },
      type: { pattern: FILE_OPERATIONS },
    },
  },
  {
    type: 'KafkaEventSource',
    reason: `${SOURCES}/kafka/validate.go`,
    filled: ['url', 'topic'],
    anyOf: ['consumerGroup', 'partition'],
  },
  { type: 'MNSEventSource', reason: `${SOURCES}/alibabacloudmns/validate.go`, filled: ['queue', 'endpoint'] },
  { type: 'MQTTEventSource', reason: `${SOURCES}/mqtt/validate.go`, filled: ['url', 'topic', 'clientId'] },
  {
    type: 'NATSEventsSource',
    reason: `${SOURCES}/nats/validate.go`,
    filled: ['url', 'subject'],
    properties: { queue: { minLength: 1 } },
  },
  {
    type: 'NSQEventSource',
    reason: `${SOURCES}/nsq/validate.go`,
    filled: ['hostAddress', 'topic', 'channel'],
  },
  {
    type: 'PubSubEventSource',
    reason: `${SOURCES}/gcppubsub/validate.go`,
    anyOf: ['subscriptionID', 'topic'],
    needs: { topicProjectID: ['topic'] },
  },
  {
    type: 'PulsarEventSource',
    reason: `${SOURCES}/pulsar/validate.go: takes no empty type, whatever the field's description says`,
    filled: ['url'],
    required: ['type'],
    values: { type: ['exclusive', 'shared'] },
  },
  {
    type: 'RedisEventSource',
    reason: `${SOURCES}/redis/validate.go`,
    filled: ['hostAddress'],
    needs: { password: ['namespace'] },
  },
  { type: 'RedisStreamEventSource', reason: `${SOURCES}/redis_stream/validate.go`, filled: ['hostAddress'] },
  {
    type: 'SFTPEventSource',
    reason: `${SOURCES}/sftp/start.go: reads username, address and a key or password`,
    required: ['address', 'username'],
    anyOf: ['password', 'sshKeySecret'],
    properties: {
      eventType: { pattern: FILE_OPERATIONS },
      pollIntervalDuration: { pattern: `^$|${DURATION}` },
    },
  },
  {
    type: 'SlackEventSource',
    reason: `${SOURCES}/slack/validate.go`,
    required: ['signingSecret', 'token', 'webhook'],
  },
  {
    type: 'SNSEventSource',
    reason: `${SOURCES}/awssns/validate.go`,
    filled: ['region', 'topicArn'],
    required: ['webhook'],
  },
  {
    type: 'SQSEventSource',
    reason: `${SOURCES}/awssqs/validate.go`,
    filled: ['region', 'queue'],
    optional: ['waitTimeSeconds'],
  },
  {
    type: 'StorageGridEventSource',
    reason: `${SOURCES}/storagegrid/validate.go`,
    filled: ['apiURL', 'bucket', 'topicArn'],
    required: ['events', 'webhook'],
  },
  {
    type: 'StripeEventSource',
    reason: `${SOURCES}/stripe/validate.go: creating a webhook takes a key`,
    required: ['webhook'],
    schema: {
      anyOf: [
        { properties: { createWebhook: { const: false } } },
        { properties: { apiKey: {} }, required: ['apiKey'] },
      ],
    },
  },
];

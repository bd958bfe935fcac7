export {
  type AmqpBroker,
  type AmqpConsumer,
  type AmqpEvent,
  type AmqpExchange,
  type AmqpQueue,
  type AmqpQueueDeclaration,
  amqpEvent,
} from './amqp';
export type { AwsCredentials } from './aws';
export { type AzureEventsHub, type AzureEventsHubEvent, azureEventsHubEvent } from './azure-events-hub';
export {
  type AzureQueueStorageEvent,
  type AzureStorageQueue,
  azureQueueStorageEvent,
} from './azure-queue-storage';
export {
  type AzureServiceBusEvent,
  type AzureServiceBusNamespace,
  type AzureServiceBusQueue,
  azureServiceBusEvent,
} from './azure-service-bus';
export {
  type BitbucketEvent,
  type BitbucketHeader,
  type BitbucketPayload,
  type BitbucketRepositoryName,
  type BitbucketWebhook,
  bitbucketEvent,
} from './bitbucket';
export {
  type BitbucketServerEvent,
  type BitbucketServerHeader,
  type BitbucketServerHookByHand,
  type BitbucketServerHooks,
  type BitbucketServerPayload,
  type BitbucketServerRepositoryName,
  type BitbucketServerWebhook,
  bitbucketServerEvent,
} from './bitbucket-server';
export { type Calendar, type CalendarEvent, type CalendarPersistence, calendarEvent } from './calendar';
export type { ClientAuth, ClientTls, ConnectionBackoffOption, TlsOption } from './client';
export { type EmitterChannel, type EmitterEvent, emitterEvent } from './emitter';
export { type FileEvent, type FileWatch, fileEvent } from './file';
export { type GenericEvent, type GenericServer, genericEvent } from './generic';
export { type GerritEvent, type GerritPayload, type GerritWebhook, gerritEvent } from './gerrit';
export {
  type GithubEvent,
  type GithubHeader,
  type GithubHooks,
  type GithubWebhook,
  githubEvent,
} from './github';
export type { AnyGithubPayload, GithubEventName, GithubPayload } from './github-payload';
export {
  type GitlabEvent,
  type GitlabEventName,
  type GitlabHeader,
  type GitlabHooks,
  type GitlabPayload,
  type GitlabProjectEventName,
  type GitlabWebhook,
  gitlabEvent,
} from './gitlab';
export { type HdfsEvent, type HdfsUser, type HdfsWatch, hdfsEvent } from './hdfs';
export { type KafkaEvent, type KafkaTopic, kafkaEvent } from './kafka';
export {
  type MinioBucket,
  type MinioEvent,
  type MinioEventName,
  type MinioObject,
  type MinioRecord,
  minioEvent,
} from './minio';
export { type MnsEvent, type MnsQueue, mnsEvent } from './mns';
export { type MqttEvent, type MqttTopic, mqttEvent } from './mqtt';
export { type NatsEvent, type NatsEventAuth, type NatsSubject, natsEvent } from './nats';
export { type NsqChannel, type NsqEvent, nsqEvent } from './nsq';
export { eventOfKind } from './of-kind';
export type { EventOptions, JsonBodyOption, WithMetadata } from './options';
export { type PubSubEvent, type PubSubSubscription, pubSubEvent } from './pub-sub';
export { type PulsarAuth, type PulsarEvent, type PulsarTopics, pulsarEvent } from './pulsar';
export { type RedisChannels, type RedisEvent, type RedisPassword, redisEvent } from './redis';
export {
  type RedisStreamEvent,
  type RedisStreamPassword,
  type RedisStreams,
  redisStreamEvent,
} from './redis-stream';
export {
  type FieldRequirement,
  type LabelRequirement,
  type ResourceEvent,
  type ResourceWatch,
  resourceEvent,
} from './resource';
export { type SftpEvent, type SftpLogin, type SftpWatch, sftpEvent } from './sftp';
export {
  type SlackApp,
  type SlackCommand,
  type SlackEvent,
  type SlackEventData,
  slackCommandEvent,
  slackEvent,
  slackInteractionEvent,
} from './slack';
export {
  type SnsEvent,
  type SnsHeader,
  type SnsNotification,
  type SnsTopic,
  snsEvent,
} from './sns';
export {
  type SqsEvent,
  type SqsJsonQueue,
  type SqsMessageAttribute,
  type SqsQueue,
  sqsEvent,
} from './sqs';
export {
  type StorageGridBucket,
  type StorageGridEvent,
  type StorageGridRecord,
  storageGridEvent,
} from './storage-grid';
export { type AnyStripeObject, type StripeEvent, type StripeWebhook, stripeEvent } from './stripe';
export type { FileChange, FileOperation, WatchedFiles } from './watched-files';
export { type FormFields, type Webhook, type WebhookEvent, webhookEvent } from './webhook';
export type { WebhookReceiver } from './webhook-receiver';

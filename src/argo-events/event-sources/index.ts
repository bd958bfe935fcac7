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
} from './bitbucketserver';
export { type Calendar, type CalendarEvent, type CalendarPersistence, calendarEvent } from './calendar';
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
export { type KafkaEvent, type KafkaTopic, kafkaEvent } from './kafka';
export { eventOfKind } from './of-kind';
export type { EventOptions, JsonBodyOption, WithMetadata } from './options';
export {
  type FieldRequirement,
  type LabelRequirement,
  type ResourceEvent,
  type ResourceWatch,
  resourceEvent,
} from './resource';
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
  type SnsCredentials,
  type SnsEvent,
  type SnsHeader,
  type SnsNotification,
  type SnsTopic,
  snsEvent,
} from './sns';
export {
  type StorageGridBucket,
  type StorageGridEvent,
  type StorageGridRecord,
  storageGridEvent,
} from './storagegrid';
export { type AnyStripeObject, type StripeEvent, type StripeWebhook, stripeEvent } from './stripe';
export { type FormFields, type Webhook, type WebhookEvent, webhookEvent } from './webhook';
export type { WebhookReceiver } from './webhook-receiver';

export { type Calendar, type CalendarEvent, type CalendarPersistence, calendarEvent } from './calendar';
export {
  type GithubEvent,
  type GithubHeader,
  type GithubHooks,
  type GithubWebhook,
  githubEvent,
} from './github';
export type { AnyGithubPayload, GithubEventName, GithubPayload } from './github-payload';
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
export { type FormFields, type Webhook, type WebhookEvent, webhookEvent } from './webhook';
export type { WebhookReceiver } from './webhook-receiver';

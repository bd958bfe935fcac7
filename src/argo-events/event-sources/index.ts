export { type Calendar, type CalendarEvent, calendarEvent } from './calendar';
export {
  type GithubEvent,
  type GithubEventName,
  type GithubHeader,
  type GithubPayload,
  type GithubWebhook,
  githubEvent,
} from './github';
export { eventOfKind } from './of-kind';
export { type LabelRequirement, type ResourceEvent, type ResourceWatch, resourceEvent } from './resource';
export { type Webhook, type WebhookEvent, webhookEvent } from './webhook';

export { type Calendar, type CalendarEvent, calendarEvent } from './calendar';
export {
  type GithubEvent,
  type GithubHeader,
  type GithubWebhook,
  githubEvent,
} from './github';
export type { GithubEventName, GithubPayload } from './github-payload';
export { eventOfKind } from './of-kind';
export { type LabelRequirement, type ResourceEvent, type ResourceWatch, resourceEvent } from './resource';
export { type Webhook, type WebhookEvent, webhookEvent } from './webhook';

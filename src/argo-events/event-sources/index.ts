export {
  type GithubEvent,
  type GithubEventName,
  type GithubHeader,
  type GithubPayload,
  type GithubWebhook,
  githubEvent,
} from './github';
export { type ResourceEvent, type ResourceWatch, resourceEvent } from './resource';

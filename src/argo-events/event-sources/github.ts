import type { operations } from '@octokit/openapi-webhooks-types';
import type { GithubEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-source';
import type { SecretKey } from '../triggers/http';

// GitHub's description has an operation for each event and action: issue-comment/created.
type Operation = keyof operations & string;
type EventOf<Name extends string> = SnakeCase<Name extends `${infer Event}/${string}` ? Event : Name>;
type SnakeCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}_${SnakeCase<Tail>}`
  : Name;
type BodyOf<Name extends Operation> = operations[Name] extends {
  requestBody?: { content: { 'application/json': infer Body } };
}
  ? Body
  : never;

/** An event that GitHub sends, by the name in its `X-GitHub-Event` header: `issue_comment`. */
export type GithubEventName = EventOf<Operation>;

/** The body of an event, whatever its action. */
export type GithubPayload<Name extends GithubEventName> = {
  [Key in Operation]: EventOf<Key> extends Name ? BodyOf<Key> : never;
}[Operation];

/** What the event source publishes (pkg/eventsources/sources/github/start.go). */
export interface GithubEvent<Name extends GithubEventName> {
  /** The headers of the request in Go's canonical spelling, each a list. */
  readonly headers: Readonly<Record<GithubHeader, readonly string[]>>;
  /** The payload; the event source adds the headers that name event and delivery to it. */
  readonly body: GithubPayload<Name> & {
    readonly 'X-GitHub-Event': string;
    readonly 'X-GitHub-Delivery': string;
  };
}

/** The headers that GitHub sends, in Go's canonical spelling. */
export type GithubHeader =
  | 'Content-Type'
  | 'User-Agent'
  | 'X-Github-Delivery'
  | 'X-Github-Event'
  | 'X-Github-Hook-Id'
  | 'X-Github-Hook-Installation-Target-Id'
  | 'X-Github-Hook-Installation-Target-Type'
  | 'X-Hub-Signature-256';

/** Webhooks of GitHub. */
export interface GithubWebhook<Name extends GithubEventName> {
  /** Where the engine registers hooks, if it does; whatever GitHub posts is taken. */
  readonly repositories: readonly { readonly owner: string; readonly names: readonly string[] }[];
  /** The events to take. Hooks that the engine does not manage may send others: filter by the header too. */
  readonly events: readonly [Name, ...Name[]];
  /** The path that GitHub posts to. */
  readonly endpoint: string;
  /** The TCP port that the event source listens on. */
  readonly port: number;
  /** The URL under which GitHub reaches the event source; only used to register hooks, empty when left out. */
  readonly url?: string;
  /** The secret of the webhook. Without it anybody may post: the signature is not checked. */
  readonly webhookSecret: SecretKey;
  /** A token with which the engine registers the hooks itself; it manages none when left out. */
  readonly apiToken?: SecretKey;
}

/** Receives webhooks of GitHub. */
export function githubEvent<Name extends GithubEventName>(
  webhook: GithubWebhook<Name>,
): EventDefinition<GithubEvent<Name>> {
  const spec: GithubEventSource = {
    repositories: webhook.repositories.map(({ owner, names }) => ({ owner, names: [...names] })),
    webhook: {
      endpoint: webhook.endpoint,
      port: String(webhook.port),
      method: 'POST',
      url: webhook.url ?? '',
    },
    events: [...webhook.events],
    webhookSecret: { ...webhook.webhookSecret },
    ...(webhook.apiToken && { apiToken: { ...webhook.apiToken } }),
    active: true,
    contentType: 'json',
  };
  return { kind: 'github', spec, port: webhook.port };
}

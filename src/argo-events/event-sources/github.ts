import type { GithubEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-source';
import type { SecretKey } from '../triggers/http';
import type { GithubEventName, GithubPayload } from './github-payload';

/** The data of a GitHub event (pkg/eventsources/sources/github/start.go). */
export interface GithubEvent<Name extends GithubEventName> {
  /** The headers of the request, in Go's spelling. Each is a list. */
  readonly headers: Readonly<Record<GithubHeader, readonly string[]>>;
  /**
   * The payload of GitHub. The event source adds two headers to it: the name of the event and the id of the delivery.
   */
  readonly body: GithubPayload<Name> & {
    readonly 'X-GitHub-Event': string;
    readonly 'X-GitHub-Delivery': string;
  };
}

/** A header that GitHub sends, in Go's spelling. */
export type GithubHeader =
  | 'Content-Type'
  | 'User-Agent'
  | 'X-Github-Delivery'
  | 'X-Github-Event'
  | 'X-Github-Hook-Id'
  | 'X-Github-Hook-Installation-Target-Id'
  | 'X-Github-Hook-Installation-Target-Type'
  | 'X-Hub-Signature-256';

/** The webhook that receives events of GitHub. */
export interface GithubWebhook<Name extends GithubEventName> {
  /** The repositories in which the engine registers hooks, with `apiToken`. It takes posts of any repository. */
  readonly repositories: readonly { readonly owner: string; readonly names: readonly string[] }[];
  /** The events to register for. A hook that you add by hand may send others: filter by the header too. */
  readonly events: readonly [Name, ...Name[]];
  /** The path of the URL that GitHub posts to, such as `/webhook`. */
  readonly endpoint: string;
  /** The TCP port that the event source listens on. */
  readonly port: number;
  /**
   * The URL at which GitHub reaches the event source, without the path. It is needed only with `apiToken`.
   *
   * @default ''
   */
  readonly url?: string;
  /** The secret of the webhook. With it, the event source checks the signature of each post. */
  readonly webhookSecret: SecretKey;
  /**
   * A token with which the engine registers the hooks.
   *
   * @default none: you add the webhook in GitHub by hand
   */
  readonly apiToken?: SecretKey;
}

/**
 * Events of GitHub, received by webhook.
 *
 * @example
 * ```ts
 * const hooks = new EventSource(folder, 'hooks', {
 *   name: 'hooks',
 *   namespace: 'events',
 *   events: {
 *     pulls: githubEvent({
 *       repositories: [{ owner: 'acme', names: ['shop'] }],
 *       events: ['pull_request'],
 *       endpoint: '/webhook',
 *       port: 12000,
 *       webhookSecret: { name: 'github-webhook', key: 'secret' },
 *     }),
 *   },
 * });
 * sensor.on('opened', hooks.event('pulls'), { filters: (e) => [equals(e.body.action, 'opened')] });
 * ```
 * ```yaml
 * github:
 *   pulls:
 *     repositories:
 *       - owner: acme
 *         names:
 *           - shop
 *     webhook:
 *       endpoint: /webhook
 *       port: "12000"
 *       method: POST
 *       url: ""
 *     events:
 *       - pull_request
 *     webhookSecret:
 *       name: github-webhook
 *       key: secret
 *     active: true
 *     contentType: json
 * ```
 */
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

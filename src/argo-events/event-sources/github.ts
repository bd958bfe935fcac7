import type { GithubEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import type { AnyGithubPayload, GithubEventName, GithubPayload } from './github-payload';
import { type EventOptions, type WithMetadata, withEventOptions } from './options';
import { type WebhookReceiver, webhookContext, withoutReceiver } from './webhook-receiver';

/** The data of a GitHub event (pkg/eventsources/sources/github/start.go). `*` is any event. */
export interface GithubEvent<Name extends GithubEventName | '*'> extends WithMetadata {
  /** The headers of the request, in Go's spelling. Each is a list. */
  readonly headers: Readonly<Record<GithubHeader, readonly string[]>>;
  /**
   * The payload of GitHub. The event source adds two headers to it: the name of the event and the id of the delivery.
   */
  readonly body: (Name extends GithubEventName ? GithubPayload<Name> : AnyGithubPayload) & {
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
export type GithubWebhook<Name extends GithubEventName | '*'> = EventOptions &
  Omit<WebhookReceiver, 'url'> &
  GithubHooks & {
    /**
     * The events to register for; `*` is all of them. A hook that you add by hand may send others: filter by the header
     * too.
     */
    readonly events: readonly [Name, ...Name[]];
    /**
     * The URL at which GitHub reaches the event source, without the path. It is needed only with `apiToken` or
     * `githubApp`.
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
    /**
     * A GitHub App with which the engine registers the hooks. `apiToken` goes first.
     *
     * @default none
     */
    readonly githubApp?: {
      readonly appID: number;
      readonly installationID: number;
      /** The private key, in PEM. */
      readonly privateKey: SecretKey;
    };
    /**
     * Whether the engine deletes the hooks that it has registered when the event source ends. A pod that is replaced
     * ends too: the new one registers them again within a minute.
     *
     * @default false
     */
    readonly deleteHookOnFinish?: boolean;
    /**
     * Whether GitHub accepts any certificate of the event source.
     *
     * @default false
     */
    readonly insecure?: boolean;
    /**
     * The API of a GitHub Enterprise server, such as `https://github.example.com/api/v3/`, and the URL for uploads.
     *
     * @default github.com
     */
    readonly enterprise?: { readonly githubBaseURL: string; readonly githubUploadURL: string };
  };

/** Where the engine registers hooks, with `apiToken` or `githubApp`. The event source takes posts of any repository. */
export type GithubHooks =
  | {
      /** The repositories. */
      readonly repositories: readonly { readonly owner: string; readonly names: readonly string[] }[];
    }
  | {
      /** The organizations: one hook each, for all their repositories. */
      readonly organizations: readonly [string, ...string[]];
    };

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
export function githubEvent<Name extends GithubEventName | '*'>(
  webhook: GithubWebhook<Name>,
): EventDefinition<GithubEvent<Name>> {
  const { enterprise, events, webhookSecret, ...options } = withEventOptions(withoutReceiver(webhook));
  const spec: GithubEventSource = {
    ...hooksOf(webhook),
    webhook: webhookContext(webhook),
    events: [...events],
    webhookSecret: { ...webhookSecret },
    ...options,
    ...enterprise,
    active: true,
    contentType: 'json',
  };
  return { kind: 'github', spec };
}

function hooksOf(hooks: GithubHooks): Pick<GithubEventSource, 'repositories' | 'organizations'> {
  return 'organizations' in hooks
    ? { organizations: [...hooks.organizations] }
    : { repositories: hooks.repositories.map(({ owner, names }) => ({ owner, names: [...names] })) };
}

import type { BitbucketEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import { type EventOptions, type WithMetadata, withEventOptions } from './options';
import { type WebhookReceiver, webhookContext, withoutReceiver } from './webhook-receiver';

/** The data of an event of Bitbucket Cloud (BitbucketEventData in pkg/eventsources/events/event-data.go). */
export interface BitbucketEvent<Body = BitbucketPayload> extends WithMetadata {
  /** The headers of the request, in Go's spelling. Each is a list. */
  readonly headers: Readonly<Record<BitbucketHeader, readonly string[]>>;
  /** The payload of Bitbucket, as it came. */
  readonly body: Body;
}

/** A header that Bitbucket Cloud sends, in Go's spelling. `X-Event-Key` is the name of the event. */
export type BitbucketHeader =
  | 'Content-Type'
  | 'User-Agent'
  | 'X-Attempt-Number'
  | 'X-Event-Key'
  | 'X-Hook-Uuid'
  | 'X-Request-Uuid';

/** What payloads of Bitbucket Cloud have in common: the data of an event of a repository. */
export interface BitbucketPayload {
  /** Who did it. */
  readonly actor: {
    /** The name that Bitbucket shows. */
    readonly display_name: string;
    /** The id, in braces. */
    readonly uuid: string;
  };
  /** The repository. */
  readonly repository: {
    /** Its name. */
    readonly name: string;
    /** Its path, with that of its workspace: `acme/shop`. */
    readonly full_name: string;
    /** Its id, in braces. */
    readonly uuid: string;
  };
}

/** The webhook that receives events of Bitbucket Cloud. The engine registers it each time the event source starts. */
export interface BitbucketWebhook extends EventOptions, Omit<WebhookReceiver, 'url'> {
  /** The URL at which Bitbucket reaches the event source, without the path. */
  readonly url: string;
  /** The repositories in which the engine registers a hook. */
  readonly repositories: readonly [BitbucketRepositoryName, ...BitbucketRepositoryName[]];
  /** The events to register for, such as `repo:push`. Bitbucket lists them under "Event payloads". */
  readonly events: readonly [string, ...string[]];
  /** What the engine registers the hooks with: a token, or a user and a password. */
  readonly auth:
    | { readonly oauthToken: SecretKey }
    | { readonly basic: { readonly username: SecretKey; readonly password: SecretKey } };
  /**
   * Whether the engine deletes the hooks when the event source ends.
   *
   * @default false
   */
  readonly deleteHookOnFinish?: boolean;
}

/** A repository of Bitbucket Cloud. */
export interface BitbucketRepositoryName {
  /** The workspace. */
  readonly owner: string;
  /** The name of the repository in its URL. */
  readonly repositorySlug: string;
}

/**
 * Events of Bitbucket Cloud, received by webhook. You name the type of the body; nothing checks it. The engine checks no
 * signature (HandleRoute in pkg/eventsources/sources/bitbucket/start.go): anybody who reaches the port can post. For a
 * hook that you add by hand, {@link webhookEvent} does the same.
 *
 * @example
 * ```ts
 * const bitbucket = new EventSource(folder, 'bitbucket', {
 *   name: 'bitbucket',
 *   namespace: 'events',
 *   events: {
 *     pushes: bitbucketEvent({
 *       repositories: [{ owner: 'acme', repositorySlug: 'shop' }],
 *       events: ['repo:push'],
 *       endpoint: '/bitbucket',
 *       port: 12000,
 *       url: 'https://hooks.example.com',
 *       auth: { oauthToken: { name: 'bitbucket', key: 'token' } },
 *     }),
 *   },
 * });
 * sensor.on('push', bitbucket.event('pushes'), {
 *   filters: (e) => [equals(e.headers['X-Event-Key'][0], 'repo:push'), equals(e.body.repository.full_name, 'acme/shop')],
 * });
 * ```
 * ```yaml
 * bitbucket:
 *   pushes:
 *     webhook:
 *       endpoint: /bitbucket
 *       port: "12000"
 *       method: POST
 *       url: https://hooks.example.com
 *     repositories:
 *       - owner: acme
 *         repositorySlug: shop
 *     events:
 *       - repo:push
 *     auth:
 *       oauthToken:
 *         name: bitbucket
 *         key: token
 * ```
 */
export function bitbucketEvent<Body = BitbucketPayload>(
  webhook: BitbucketWebhook,
): EventDefinition<BitbucketEvent<Body>> {
  const { repositories, events, ...options } = withEventOptions(withoutReceiver(webhook));
  const spec: BitbucketEventSource = {
    webhook: webhookContext(webhook),
    repositories: repositories.map((repository) => ({ ...repository })),
    events: [...events],
    ...options,
  };
  return { kind: 'bitbucket', spec };
}

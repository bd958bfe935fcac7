import type { BitbucketServerEventSource, TLSConfig } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import { type EventOptions, type WithMetadata, withEventOptions } from './options';
import { type WebhookReceiver, webhookContext, withoutReceiver } from './webhook-receiver';

/** The data of an event of Bitbucket Server (BitbucketServerEventData in pkg/eventsources/events/event-data.go). */
export interface BitbucketServerEvent<Body = BitbucketServerPayload> extends WithMetadata {
  /** The headers of the request, in Go's spelling. Each is a list. */
  readonly headers: Readonly<Record<BitbucketServerHeader, readonly string[]>>;
  /** The payload of Bitbucket Server. With `oneEventPerChange` it has only the fields that the engine knows. */
  readonly body: Body;
}

/** A header that Bitbucket Server sends, in Go's spelling. `X-Event-Key` is the name of the event. */
export type BitbucketServerHeader =
  | 'Content-Type'
  | 'User-Agent'
  | 'X-Event-Key'
  | 'X-Hub-Signature'
  | 'X-Request-Id';

/** What payloads of Bitbucket Server have in common: the data of an event of a repository. */
export interface BitbucketServerPayload {
  /** The name of the event, such as `repo:refs_changed`. */
  readonly eventKey: string;
  /** When it happened: `2026-01-02T03:04:05+0000`. */
  readonly date: string;
  /** Who did it. */
  readonly actor?: {
    /** The login. */
    readonly name: string;
    /** The name that Bitbucket shows. */
    readonly displayName: string;
  };
}

/** The webhook that receives events of Bitbucket Server or Data Center. */
export type BitbucketServerWebhook = EventOptions &
  Omit<WebhookReceiver, 'url'> &
  (BitbucketServerHooks | BitbucketServerHookByHand) & {
    /** The URL of the API, up to `/rest`: `https://bitbucket.example.com/rest`. */
    readonly bitbucketserverBaseURL: string;
    /**
     * Whether each changed branch or tag of a `repo:refs_changed` gives an event of its own, with one element in
     * `changes`.
     *
     * @default false
     */
    readonly oneEventPerChange?: boolean;
    /**
     * The CA certificate of the API, and a certificate and key of the client: the field `tls` of the engine.
     *
     * @default the CA certificates of the pod
     */
    readonly apiTls?: TLSConfig;
  };

/** Hooks that the engine registers. Only with them does it check the signature (manageBitbucketServerWebhooks in pkg/eventsources/sources/bitbucketserver/start.go). */
export type BitbucketServerHooks = {
  /** The URL at which Bitbucket reaches the event source, without the path. */
  readonly url: string;
  /** A token with which the engine registers the hooks: it has to be an administrator of the repositories. */
  readonly accessToken: SecretKey;
  /** The secret of the hook. The event source checks the signature of each post with it. */
  readonly webhookSecret: SecretKey;
  /** The events to register for, such as `repo:refs_changed`. Bitbucket lists them under "Event payload". */
  readonly events: readonly [string, ...string[]];
  /**
   * The time between two checks that the hooks are there, as a Go duration.
   *
   * @default '1m'
   */
  readonly checkInterval?: string;
  /**
   * Whether the engine deletes the hooks when the event source ends. A pod that is replaced ends too: the new one
   * registers them again after `checkInterval`.
   *
   * @default false
   */
  readonly deleteHookOnFinish?: boolean;
  /**
   * Leaves out the branches of a `repo:refs_changed` whose commit has an open pull request.
   *
   * @default false
   */
  readonly skipBranchRefsChangedOnOpenPR?: boolean;
} & (
  | {
      /** The repositories. */
      readonly repositories: readonly [BitbucketServerRepositoryName, ...BitbucketServerRepositoryName[]];
      /**
       * The keys of projects: all their repositories get the hook.
       *
       * @default none
       */
      readonly projects?: readonly string[];
    }
  | {
      /** The keys of projects: all their repositories get the hook. */
      readonly projects: readonly [string, ...string[]];
      readonly repositories?: never;
    }
);

/** A hook that you add in Bitbucket by hand. The engine does not check its signature. */
export type BitbucketServerHookByHand = {
  readonly url?: never;
  readonly webhookSecret?: never;
} & (
  | {
      /** Leaves out the branches of a `repo:refs_changed` whose commit has an open pull request. */
      readonly skipBranchRefsChangedOnOpenPR: true;
      /** A token with which the engine reads the pull requests. */
      readonly accessToken: SecretKey;
    }
  | { readonly skipBranchRefsChangedOnOpenPR?: never; readonly accessToken?: never }
);

/** A repository of Bitbucket Server. */
export interface BitbucketServerRepositoryName {
  /** The key of its project, such as `ACME`. */
  readonly projectKey: string;
  /** The name of the repository in its URL. */
  readonly repositorySlug: string;
}

/**
 * Events of Bitbucket Server or Data Center, received by webhook. You name the type of the body; nothing checks it. For
 * bitbucket.org use {@link bitbucketEvent}.
 *
 * @example
 * ```ts
 * const bitbucket = new EventSource(folder, 'bitbucket', {
 *   name: 'bitbucket',
 *   namespace: 'events',
 *   events: {
 *     refs: bitbucketServerEvent<BitbucketServerPayload & { changes: { refId: string; type: string }[] }>({
 *       bitbucketserverBaseURL: 'https://bitbucket.example.com/rest',
 *       repositories: [{ projectKey: 'ACME', repositorySlug: 'shop' }],
 *       events: ['repo:refs_changed'],
 *       oneEventPerChange: true,
 *       endpoint: '/bitbucket',
 *       port: 12000,
 *       url: 'https://hooks.example.com',
 *       accessToken: { name: 'bitbucket', key: 'token' },
 *       webhookSecret: { name: 'bitbucket', key: 'secret' },
 *     }),
 *   },
 * });
 * sensor.on('tag', bitbucket.event('refs'), { filters: (e) => [startsWith(e.body.changes[0].refId, 'refs/tags/')] });
 * ```
 * ```yaml
 * bitbucketserver:
 *   refs:
 *     webhook:
 *       endpoint: /bitbucket
 *       port: "12000"
 *       method: POST
 *       url: https://hooks.example.com
 *     bitbucketserverBaseURL: https://bitbucket.example.com/rest
 *     repositories:
 *       - projectKey: ACME
 *         repositorySlug: shop
 *     events:
 *       - repo:refs_changed
 *     oneEventPerChange: true
 *     accessToken:
 *       name: bitbucket
 *       key: token
 *     webhookSecret:
 *       name: bitbucket
 *       key: secret
 * ```
 */
export function bitbucketServerEvent<Body = BitbucketServerPayload>(
  webhook: BitbucketServerWebhook,
): EventDefinition<BitbucketServerEvent<Body>> {
  const { apiTls, ...options } = withEventOptions(withoutReceiver(webhook));
  // The fields of the hook are among the options: of a union, the compiler sees only what all its members have.
  const spec: Pick<BitbucketServerEventSource, 'webhook' | 'bitbucketserverBaseURL' | 'tls'> = {
    webhook: webhookContext(webhook),
    ...options,
    ...(apiTls && { tls: apiTls }),
  };
  return { kind: 'bitbucketserver', spec };
}

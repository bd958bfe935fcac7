import type { GerritEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import { type EventOptions, type WithMetadata, withEventOptions } from './options';
import { type WebhookReceiver, webhookContext, withoutReceiver } from './webhook-receiver';

/** The data of a Gerrit event (GerritEventData in pkg/eventsources/events/event-data.go). */
export interface GerritEvent<Body = GerritPayload> extends WithMetadata {
  /** The headers of the request, in Go's spelling. Each is a list. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** The event of Gerrit, as it came. */
  readonly body: Body;
}

/** What all events of Gerrit have in common: the data of an event of a project. */
export interface GerritPayload {
  /** The name of the event, such as `patchset-created`. */
  readonly type: string;
  /** When it happened, in seconds since 1970. */
  readonly eventCreatedOn: number;
}

/** The webhook that receives events of Gerrit. The engine registers it with Gerrit's plugin `webhooks`. */
export interface GerritWebhook extends EventOptions, Omit<WebhookReceiver, 'url'> {
  /** The URL of Gerrit. */
  readonly gerritBaseURL: string;
  /** The URL at which Gerrit reaches the event source, without the path. */
  readonly url: string;
  /** The name of the hook in each project. A hook of that name with another URL is overwritten. */
  readonly hookName: string;
  /** The projects in which the engine registers the hook, by their names. */
  readonly projects: readonly [string, ...string[]];
  /** The events to register for, such as `patchset-created`: those of Gerrit's `stream-events`. */
  readonly events: readonly [string, ...string[]];
  /** The user that registers the hooks, with the HTTP password. */
  readonly auth: { readonly username: SecretKey; readonly password: SecretKey };
  /**
   * How often Gerrit tries to send an event.
   *
   * @default what Gerrit is configured to do
   */
  readonly maxTries?: number;
  /**
   * Whether Gerrit checks the certificate of the event source. The engine does not send false.
   *
   * @default what Gerrit is configured to do
   */
  readonly sslVerify?: true;
  /**
   * Whether the engine deletes the hooks when the event source ends. A pod that is replaced ends too: the new one
   * registers them again within a minute.
   *
   * @default false
   */
  readonly deleteHookOnFinish?: boolean;
}

/**
 * Events of Gerrit, received by webhook. You name the type of the body; nothing checks it. The engine checks no
 * signature (HandleRoute in pkg/eventsources/sources/gerrit/start.go): anybody who reaches the port can post. For a hook
 * that you add by hand, {@link webhookEvent} does the same.
 *
 * @example
 * ```ts
 * const gerrit = new EventSource(folder, 'gerrit', {
 *   name: 'gerrit',
 *   namespace: 'events',
 *   events: {
 *     changes: gerritEvent<GerritPayload & { change: { number: number; branch: string } }>({
 *       gerritBaseURL: 'https://gerrit.example.com',
 *       hookName: 'argo-events',
 *       projects: ['shop'],
 *       events: ['patchset-created'],
 *       endpoint: '/gerrit',
 *       port: 12000,
 *       url: 'https://hooks.example.com',
 *       auth: { username: { name: 'gerrit', key: 'username' }, password: { name: 'gerrit', key: 'password' } },
 *     }),
 *   },
 * });
 * sensor.on('change', gerrit.event('changes'), { filters: (e) => [equals(e.body.change.branch, 'main')] });
 * ```
 * ```yaml
 * gerrit:
 *   changes:
 *     webhook:
 *       endpoint: /gerrit
 *       port: "12000"
 *       method: POST
 *       url: https://hooks.example.com
 *     gerritBaseURL: https://gerrit.example.com
 *     hookName: argo-events
 *     auth:
 *       username:
 *         name: gerrit
 *         key: username
 *       password:
 *         name: gerrit
 *         key: password
 *     projects:
 *       - shop
 *     events:
 *       - patchset-created
 * ```
 */
export function gerritEvent<Body = GerritPayload>(
  webhook: GerritWebhook,
): EventDefinition<GerritEvent<Body>> {
  const { projects, events, ...options } = withEventOptions(withoutReceiver(webhook));
  const spec: GerritEventSource = {
    webhook: webhookContext(webhook),
    ...options,
    projects: [...projects],
    events: [...events],
  };
  return { kind: 'gerrit', spec };
}

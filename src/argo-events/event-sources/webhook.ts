import type { WebhookEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-source';
import type { SecretKey } from '../triggers/http';

/** The data of a request (pkg/eventsources/sources/webhook/start.go). */
export interface WebhookEvent<Body> {
  /** The headers of the request, in Go's spelling. Each is a list. */
  readonly header: Readonly<Record<string, readonly string[]>>;
  /** The JSON body of the request. */
  readonly body: Body;
}

/** The webhook that receives the requests. */
export interface Webhook {
  /** The path of the URL, such as `/orders`. */
  readonly endpoint: string;
  /** The TCP port that the event source listens on. */
  readonly port: number;
  /**
   * The method of the requests.
   *
   * @default 'POST'
   */
  readonly method?: 'GET' | 'POST';
  /**
   * The token that a sender has to send as `Authorization: Bearer …`.
   *
   * @default none: anybody may send
   */
  readonly authSecret?: SecretKey;
  /**
   * The greatest size of a body, in bytes.
   *
   * @default 1048576
   */
  readonly maxPayloadSize?: number;
}

/**
 * Events from JSON that is sent by HTTP. You name the type of the body; nothing checks it.
 *
 * @example
 * ```ts
 * const hooks = new EventSource(folder, 'hooks', {
 *   name: 'hooks',
 *   namespace: 'events',
 *   events: {
 *     order: webhookEvent<{ id: string }>({
 *       endpoint: '/orders',
 *       port: 12001,
 *       authSecret: { name: 'orders', key: 'token' },
 *     }),
 *   },
 * });
 * sensor.on('order', hooks.event('order'), { filters: (e) => [present(e.body.id)] });
 * ```
 * ```yaml
 * webhook:
 *   order:
 *     endpoint: /orders
 *     method: POST
 *     port: "12001"
 *     url: ""
 *     authSecret:
 *       name: orders
 *       key: token
 * ```
 */
export function webhookEvent<Body>(webhook: Webhook): EventDefinition<WebhookEvent<Body>> {
  const spec: WebhookEventSource = {
    endpoint: webhook.endpoint,
    method: webhook.method ?? 'POST',
    port: String(webhook.port),
    url: '',
    ...(webhook.authSecret && { authSecret: { ...webhook.authSecret } }),
    ...(webhook.maxPayloadSize !== undefined && { maxPayloadSize: webhook.maxPayloadSize }),
  };
  return { kind: 'webhook', spec, port: webhook.port };
}

import type { WebhookEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import { type EventOptions, type WithMetadata, withEventOptions } from './options';
import { type WebhookReceiver, webhookContext, withoutReceiver } from './webhook-receiver';

/** The data of a request (pkg/eventsources/sources/webhook/start.go). */
export interface WebhookEvent<Body> extends WithMetadata {
  /** The headers of the request, in Go's spelling. Each is a list. */
  readonly header: Readonly<Record<string, readonly string[]>>;
  /** The JSON body of a POST. Of a GET it is the query, and of a form its fields, all of them lists. */
  readonly body: Body;
}

/**
 * The query of a GET, or the fields of a form: each is a list of texts, because a name may stand there twice. Refer to
 * the first: `e.body.who[0]`.
 */
export type FormFields<Name extends string = string> = Readonly<Record<Name, readonly string[]>>;

/** The server that receives the requests. The engine takes POST and GET only. */
export interface Webhook extends WebhookReceiver, EventOptions {
  /**
   * The method of the requests.
   *
   * @default 'POST'
   */
  readonly method?: 'GET' | 'POST';
}

/**
 * Events from requests by HTTP: the JSON body of a POST, the query of a GET. You name the type of the body, or the names
 * in the query; nothing checks it. A form that is posted is {@link FormFields} too.
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
 *     button: webhookEvent<'who'>({ endpoint: '/button', port: 12001, method: 'GET' }),
 *   },
 * });
 * sensor.on('order', hooks.event('order'), { filters: (e) => [present(e.body.id)] });
 * sensor.on('pressed', hooks.event('button'), { filters: (e) => [equals(e.body.who[0], 'ann')] });
 * ```
 * ```yaml
 * webhook:
 *   order:
 *     endpoint: /orders
 *     port: "12001"
 *     method: POST
 *     url: ""
 *     authSecret:
 *       name: orders
 *       key: token
 * ```
 */
export function webhookEvent<Name extends string = string>(
  webhook: Webhook & { readonly method: 'GET' },
): EventDefinition<WebhookEvent<FormFields<Name>>>;
export function webhookEvent<Body>(
  webhook: Webhook & { readonly method?: 'POST' },
): EventDefinition<WebhookEvent<Body>>;
export function webhookEvent(webhook: Webhook): EventDefinition<WebhookEvent<unknown>> {
  const { method = 'POST', ...options } = withEventOptions(withoutReceiver(webhook));
  const spec: WebhookEventSource = { ...webhookContext(webhook), method, ...options };
  return { kind: 'webhook', spec };
}

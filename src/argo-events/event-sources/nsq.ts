import type { NSQEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { TlsOption } from './client';
import { type EventOptions, type JsonBodyOption, type WithMetadata, withEventOptions } from './options';

/** The data of an NSQ message (NSQEventData in pkg/eventsources/events/event-data.go). */
export interface NsqEvent<Body = string> extends WithMetadata {
  /** The message: JSON with `jsonBody`, otherwise its base64 text. */
  readonly body: Body;
  /** When the message was sent, in nanoseconds since 1970, as a text. */
  readonly timestamp: string;
  /** The host and port of the nsqd that had the message. */
  readonly nsqdAddress: string;
}

/**
 * The channel to read. There is no `connectionBackoff`, because the engine uses it for a step that does not connect
 * (pkg/eventsources/sources/nsq/start.go).
 */
export interface NsqChannel extends EventOptions, TlsOption {
  /** The host and port of the HTTP API of nsqlookupd: `nsqlookupd.events:4161`. */
  readonly hostAddress: string;
  /** The topic. */
  readonly topic: string;
  /** The channel. Each channel of a topic gets each message. */
  readonly channel: string;
}

/**
 * Events from the messages of an NSQ channel. A message that does not get to the bus comes again, at most five times in
 * all. With `jsonBody`, so does one that is not JSON.
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: nsqEvent<{ id: string }>({
 *       hostAddress: 'nsqlookupd.events:4161',
 *       topic: 'orders',
 *       channel: 'shop',
 *       jsonBody: true,
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.body.id)] });
 * ```
 * ```yaml
 * nsq:
 *   placed:
 *     hostAddress: nsqlookupd.events:4161
 *     topic: orders
 *     channel: shop
 *     jsonBody: true
 * ```
 */
export function nsqEvent(
  channel: NsqChannel & { readonly jsonBody?: false },
): EventDefinition<NsqEvent<string>>;
export function nsqEvent<Body>(
  channel: NsqChannel & { readonly jsonBody: true },
): EventDefinition<NsqEvent<Body>>;
export function nsqEvent(channel: NsqChannel & JsonBodyOption): EventDefinition<NsqEvent<unknown>> {
  const spec: NSQEventSource = withEventOptions(channel);
  return { kind: 'nsq', spec };
}

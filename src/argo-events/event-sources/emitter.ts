import type { EmitterEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import type { ConnectionBackoffOption, TlsOption } from './client';
import { type EventOptions, type JsonBodyOption, type WithMetadata, withEventOptions } from './options';

/** The data of a message of Emitter (EmitterEventData in pkg/eventsources/events/event-data.go). */
export interface EmitterEvent<Body = string> extends WithMetadata {
  /** The channel of the message. */
  readonly topic: string;
  /** The message: JSON with `jsonBody`, otherwise its base64 text. */
  readonly body: Body;
}

/** The channel to listen to. */
export interface EmitterChannel extends EventOptions, TlsOption, ConnectionBackoffOption {
  /** The broker: `tcp://emitter.events:8080`. */
  readonly broker: string;
  /** The channel: `orders`. */
  readonly channelName: string;
  /** The key of the channel. The engine takes it from no Secret: whoever may read the EventSource sees it. */
  readonly channelKey: string;
  /**
   * The user.
   *
   * @default none
   */
  readonly username?: SecretKey;
  /**
   * The password.
   *
   * @default none
   */
  readonly password?: SecretKey;
}

/**
 * Events from the messages of a channel of emitter.io. Messages that come while no pod runs are lost. With `jsonBody`,
 * messages that are not JSON are lost too.
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: emitterEvent<{ id: string }>({
 *       broker: 'tcp://emitter.events:8080',
 *       channelName: 'orders',
 *       channelKey: 'key-of-the-channel',
 *       jsonBody: true,
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.body.id)] });
 * ```
 * ```yaml
 * emitter:
 *   placed:
 *     broker: tcp://emitter.events:8080
 *     channelName: orders
 *     channelKey: key-of-the-channel
 *     jsonBody: true
 * ```
 */
export function emitterEvent(
  channel: EmitterChannel & { readonly jsonBody?: false },
): EventDefinition<EmitterEvent<string>>;
export function emitterEvent<Body>(
  channel: EmitterChannel & { readonly jsonBody: true },
): EventDefinition<EmitterEvent<Body>>;
export function emitterEvent(
  channel: EmitterChannel & JsonBodyOption,
): EventDefinition<EmitterEvent<unknown>> {
  const spec: EmitterEventSource = withEventOptions(channel);
  return { kind: 'emitter', spec };
}

import type { GenericEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import { type EventOptions, type JsonBodyOption, type WithMetadata, withEventOptions } from './options';

/** The data of an event of your own gRPC server (GenericEventData in pkg/eventsources/events/event-data.go). */
export interface GenericEvent<Body = string> extends WithMetadata {
  /** The payload: JSON with `jsonBody`, otherwise its base64 text. */
  readonly body: Body;
}

/**
 * The server that sends the events. The connection has no TLS: without `insecure`, the engine makes none at all (connect in
 * pkg/eventsources/sources/generic/start.go), so the function sets it.
 */
export interface GenericServer extends EventOptions {
  /** The host and port of the server: `orders.events:8080`. */
  readonly url: string;
  /** A text for the server, which gets it with the name of the event. It cannot be empty. */
  readonly config: string;
  /**
   * A token that the engine sends as `authorization: Bearer …`.
   *
   * @default none
   */
  readonly authSecret?: SecretKey;
}

/**
 * Events from a server of your own. It implements the gRPC service `generic.Eventing` of
 * pkg/eventsources/sources/generic/generic.proto, and the engine calls `StartEventSource`. With `jsonBody`, a payload that
 * is not JSON is lost.
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: genericEvent<{ id: string }>({
 *       url: 'orders.events:8080',
 *       config: 'shop: vienna',
 *       jsonBody: true,
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.body.id)] });
 * ```
 * ```yaml
 * generic:
 *   placed:
 *     url: orders.events:8080
 *     config: "shop: vienna"
 *     jsonBody: true
 *     insecure: true
 * ```
 */
export function genericEvent(
  server: GenericServer & { readonly jsonBody?: false },
): EventDefinition<GenericEvent<string>>;
export function genericEvent<Body>(
  server: GenericServer & { readonly jsonBody: true },
): EventDefinition<GenericEvent<Body>>;
export function genericEvent(server: GenericServer & JsonBodyOption): EventDefinition<GenericEvent<unknown>> {
  const spec: GenericEventSource = { ...withEventOptions(server), insecure: true };
  return { kind: 'generic', spec };
}

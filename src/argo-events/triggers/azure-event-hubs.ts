import type { Action } from './action';
import type { SecretKey } from './http';
import { connectedTrigger } from './of-kind';
import type { Payload } from './payload';

/** An event for Azure Event Hubs. All but the payload makes the connection, which the engine keeps, so it is constant. */
export interface EventHubsMessage {
  /** The host of the namespace: `<namespace>.servicebus.windows.net`. */
  readonly fqdn: string;
  /** The name of the hub. */
  readonly hubName: string;
  /** The event, sent as JSON. */
  readonly payload: { readonly [key: string]: Payload };
  /** The Secret with the name of the shared access key. */
  readonly sharedAccessKeyName: SecretKey;
  /** The Secret with the shared access key. */
  readonly sharedAccessKey: SecretKey;
}

/**
 * Sends an event to a hub of Azure Event Hubs. It fails if the hub does not take it
 * (pkg/sensors/triggers/azure-event-hubs/azure_event_hubs.go).
 *
 * @example
 * ```ts
 * sensor.do('publish', {
 *   conditions: request,
 *   action: azureEventHubs({
 *     fqdn: 'events.servicebus.windows.net',
 *     hubName: 'comments',
 *     payload: { by: request.data.body.comment.user.login },
 *     sharedAccessKeyName: { name: 'event-hubs', key: 'name' },
 *     sharedAccessKey: { name: 'event-hubs', key: 'key' },
 *   }),
 * });
 * ```
 * ```yaml
 * azureEventHubs:
 *   fqdn: events.servicebus.windows.net
 *   hubName: comments
 * ```
 */
export function azureEventHubs(message: EventHubsMessage): Action {
  return connectedTrigger('azureEventHubs', message);
}

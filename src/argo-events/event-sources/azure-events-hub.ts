import type { AzureEventsHubEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import { type EventOptions, type WithMetadata, withEventOptions } from './options';

/** The data of an event of Azure Event Hubs (AzureEventsHubEventData in pkg/eventsources/events/event-data.go). */
export interface AzureEventsHubEvent extends WithMetadata {
  /** The message id that the sender has set. */
  readonly id: string;
  /** The partition key; empty if there is none. */
  readonly partitionKey: string;
  /** The base64 text of the event. This kind has no `jsonBody`. */
  readonly body: string;
}

/** The event hub to read, by the consumer group `$Default`. */
export type AzureEventsHub = EventOptions & {
  /** The host of the Event Hubs namespace: `acme.servicebus.windows.net`. */
  readonly fqdn: string;
  /** The name of the event hub. */
  readonly hubName: string;
} & (
    | {
        /** The key of a shared access policy. */
        readonly sharedAccessKey: SecretKey;
        /** The name of that policy. */
        readonly sharedAccessKeyName: SecretKey;
      }
    | {
        // The credentials that the pod has, such as those of a managed identity.
        readonly sharedAccessKey?: never;
        readonly sharedAccessKeyName?: never;
      }
  );

/**
 * Events of Azure Event Hubs. Events that come while no pod runs are lost: the engine begins with the next one. The sender
 * has to set a message id, because an event without one ends the pod with a panic
 * (pkg/eventsources/sources/azureeventshub/start.go).
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: azureEventsHubEvent({
 *       fqdn: 'acme.servicebus.windows.net',
 *       hubName: 'orders',
 *       sharedAccessKeyName: { name: 'event-hub', key: 'name' },
 *       sharedAccessKey: { name: 'event-hub', key: 'key' },
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [equals(e.partitionKey, 'shop')] });
 * ```
 * ```yaml
 * azureEventsHub:
 *   placed:
 *     fqdn: acme.servicebus.windows.net
 *     hubName: orders
 *     sharedAccessKeyName:
 *       name: event-hub
 *       key: name
 *     sharedAccessKey:
 *       name: event-hub
 *       key: key
 * ```
 */
export function azureEventsHubEvent(hub: AzureEventsHub): EventDefinition<AzureEventsHubEvent> {
  const spec: AzureEventsHubEventSource = withEventOptions(hub);
  return { kind: 'azureEventsHub', spec };
}

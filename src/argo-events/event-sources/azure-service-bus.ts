import type { AzureServiceBusEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import type { TlsOption } from './client';
import { type EventOptions, type JsonBodyOption, type WithMetadata, withEventOptions } from './options';

/**
 * The data of a message of Azure Service Bus (AzureServiceBusEventData in pkg/eventsources/events/event-data.go). What the
 * sender has not set is null.
 */
export interface AzureServiceBusEvent<Body = string> extends WithMetadata {
  /** The properties that the sender has set, by name. */
  readonly applicationProperties: Readonly<Record<string, string | number | boolean | null>> | null;
  /** The message: JSON with `jsonBody`, otherwise its base64 text. */
  readonly body: Body;
  /** The MIME type of the message. */
  readonly contentType: string | null;
  /** The id of the request that the message answers. */
  readonly correlationID: string | null;
  /** When the message came into the queue, in RFC 3339: `2026-01-02T03:04:05.678Z`. */
  readonly enqueuedTime: string | null;
  /** The id of the message. */
  readonly messageID: string;
  /** The queue for an answer. */
  readonly replyTo: string | null;
  /** The number that Service Bus has given the message. */
  readonly sequenceNumber: number | null;
  /** What the message is about. */
  readonly subject: string | null;
}

/** The queue, or the subscription of a topic, to read. */
export type AzureServiceBusQueue = EventOptions &
  TlsOption &
  AzureServiceBusNamespace &
  (
    | {
        /** The queue. */
        readonly queueName: string;
        readonly topicName?: never;
        readonly subscriptionName?: never;
      }
    | {
        /** The topic. */
        readonly topicName: string;
        /** The subscription of the topic. */
        readonly subscriptionName: string;
        readonly queueName?: never;
      }
  ) & {
    /**
     * Whether a message is deleted only when it is on the bus. Otherwise Service Bus deletes it when it sends it, and it is
     * lost if it does not get to the bus, or is not JSON with `jsonBody`.
     *
     * @default false
     */
    readonly deferDelete?: boolean;
  };

/** The namespace of Service Bus, and with what the engine authenticates. */
export type AzureServiceBusNamespace =
  | {
      /** The connection string of the namespace. */
      readonly connectionString: SecretKey;
      readonly fullyQualifiedNamespace?: never;
    }
  | {
      /** The host: `acme.servicebus.windows.net`. The engine reads it with the credentials that the pod has. */
      readonly fullyQualifiedNamespace: string;
      readonly connectionString?: never;
    };

/**
 * Events from the messages of Azure Service Bus.
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: azureServiceBusEvent<{ id: string }>({
 *       fullyQualifiedNamespace: 'acme.servicebus.windows.net',
 *       topicName: 'orders',
 *       subscriptionName: 'shop',
 *       deferDelete: true,
 *       jsonBody: true,
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [equals(e.subject, 'new')] });
 * ```
 * ```yaml
 * azureServiceBus:
 *   placed:
 *     fullyQualifiedNamespace: acme.servicebus.windows.net
 *     topicName: orders
 *     subscriptionName: shop
 *     deferDelete: true
 *     jsonBody: true
 * ```
 */
export function azureServiceBusEvent(
  queue: AzureServiceBusQueue & { readonly jsonBody?: false },
): EventDefinition<AzureServiceBusEvent<string>>;
export function azureServiceBusEvent<Body>(
  queue: AzureServiceBusQueue & { readonly jsonBody: true },
): EventDefinition<AzureServiceBusEvent<Body>>;
export function azureServiceBusEvent(
  queue: AzureServiceBusQueue & JsonBodyOption,
): EventDefinition<AzureServiceBusEvent<unknown>> {
  const spec: AzureServiceBusEventSource = withEventOptions(queue);
  return { kind: 'azureServiceBus', spec };
}

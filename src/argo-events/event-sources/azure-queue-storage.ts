import type { AzureQueueStorageEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import { type EventOptions, type JsonBodyOption, type WithMetadata, withEventOptions } from './options';

/** The data of a message of Azure Queue Storage (AzureQueueStorageEventData in pkg/eventsources/events/event-data.go). */
export interface AzureQueueStorageEvent<Body = string> extends WithMetadata {
  /** The message: JSON with `jsonBody`, otherwise its base64 text. */
  readonly body: Body;
  /** The id of the message. */
  readonly messageID: string;
  /** When the message was put into the queue, in RFC 3339: `2026-01-02T03:04:05Z`. */
  readonly insertionTime: string;
}

/** The queue to read. */
export type AzureStorageQueue = EventOptions & {
  /** The name of the queue. */
  readonly queueName: string;
  /**
   * Whether the sender has put base64 text into the queue, as many clients do. The engine then decodes it.
   *
   * @default false
   */
  readonly decodeMessage?: boolean;
  /**
   * Whether a message stays in the queue that is not base64 with `decodeMessage`, or not JSON with `jsonBody`. It then comes
   * again every 120 seconds until something else takes it out: Queue Storage has no dead-letter queue of its own.
   *
   * @default false: the engine deletes it
   */
  readonly dlq?: boolean;
  /**
   * The pause in seconds when the queue is empty.
   *
   * @default 3
   */
  readonly waitTimeInSeconds?: number;
} & (
    | {
        /** The connection string of the storage account. */
        readonly connectionString: SecretKey;
        readonly storageAccountName?: never;
      }
    | {
        /** The storage account. The engine reads it with the credentials that the pod has. */
        readonly storageAccountName: string;
        readonly connectionString?: never;
      }
  );

/**
 * Events from the messages of a queue of Azure Queue Storage. The engine deletes a message when it is on the bus. A message
 * that it cannot send there comes again after 120 seconds (pkg/eventsources/sources/azurequeuestorage/start.go).
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: azureQueueStorageEvent<{ id: string }>({
 *       storageAccountName: 'acme',
 *       queueName: 'orders',
 *       decodeMessage: true,
 *       jsonBody: true,
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.body.id)] });
 * ```
 * ```yaml
 * azureQueueStorage:
 *   placed:
 *     storageAccountName: acme
 *     queueName: orders
 *     decodeMessage: true
 *     jsonBody: true
 * ```
 */
export function azureQueueStorageEvent(
  queue: AzureStorageQueue & { readonly jsonBody?: false },
): EventDefinition<AzureQueueStorageEvent<string>>;
export function azureQueueStorageEvent<Body>(
  queue: AzureStorageQueue & { readonly jsonBody: true },
): EventDefinition<AzureQueueStorageEvent<Body>>;
export function azureQueueStorageEvent(
  queue: AzureStorageQueue & JsonBodyOption,
): EventDefinition<AzureQueueStorageEvent<unknown>> {
  const spec: AzureQueueStorageEventSource = withEventOptions(queue);
  return { kind: 'azureQueueStorage', spec };
}

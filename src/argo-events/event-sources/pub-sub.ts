import type { PubSubEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import { type EventOptions, type JsonBodyOption, type WithMetadata, withEventOptions } from './options';

/** The data of a message of Google Cloud Pub/Sub (PubSubEventData in pkg/eventsources/events/event-data.go). */
export interface PubSubEvent<Body = string> extends WithMetadata {
  /** The id that Pub/Sub has given the message. */
  readonly id: string;
  /** The message: JSON with `jsonBody`, otherwise its base64 text. */
  readonly body: Body;
  /** The attributes of the message, by name; null if it has none. */
  readonly attributes: Readonly<Record<string, string>> | null;
  /** When the message was published, as Go prints it: `2026-01-02 03:04:05.123 +0000 UTC`. */
  readonly publishTime: string;
}

/** The subscription to read. A topic or a subscription has to be there. */
export type PubSubSubscription = EventOptions & {
  /**
   * The id of the Google Cloud project that has the subscription. Outside of Google Cloud, it is needed.
   *
   * @default the project that the cluster runs in
   */
  readonly projectID?: string;
  /**
   * The JSON key of a service account.
   *
   * @default the credentials that the pod has, such as those of Workload Identity
   */
  readonly credentialSecret?: SecretKey;
  /**
   * Whether the engine deletes the subscription when the pod ends. Messages that are published until the next one starts
   * are lost then.
   *
   * @default false
   */
  readonly deleteSubscriptionOnFinish?: boolean;
} & (
    | {
        /** The topic. The engine creates it and the subscription if they do not exist. */
        readonly topic: string;
        /**
         * The id of the project that has the topic.
         *
         * @default that of the subscription
         */
        readonly topicProjectID?: string;
        /**
         * The id of the subscription. Set it to lose no messages when a field of this event changes.
         *
         * @default the name of the event and a hash of its fields: each change makes a new subscription
         */
        readonly subscriptionID?: string;
      }
    | {
        /** The id of a subscription that exists. */
        readonly subscriptionID: string;
        readonly topic?: never;
        readonly topicProjectID?: never;
      }
  );

/**
 * Events from the messages of a Pub/Sub subscription. Pub/Sub delivers a message again until it is on the bus. With
 * `jsonBody`, that is without end for a message that is not JSON: give the subscription a dead-letter topic
 * (pkg/eventsources/sources/gcppubsub/start.go).
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: pubSubEvent<{ id: string }>({
 *       projectID: 'acme',
 *       topic: 'orders',
 *       subscriptionID: 'orders-of-the-shop',
 *       jsonBody: true,
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.body.id)] });
 * ```
 * ```yaml
 * pubSub:
 *   placed:
 *     projectID: acme
 *     topic: orders
 *     subscriptionID: orders-of-the-shop
 *     jsonBody: true
 * ```
 */
export function pubSubEvent(
  subscription: PubSubSubscription & { readonly jsonBody?: false },
): EventDefinition<PubSubEvent<string>>;
export function pubSubEvent<Body>(
  subscription: PubSubSubscription & { readonly jsonBody: true },
): EventDefinition<PubSubEvent<Body>>;
export function pubSubEvent(
  subscription: PubSubSubscription & JsonBodyOption,
): EventDefinition<PubSubEvent<unknown>> {
  const spec: PubSubEventSource = withEventOptions(subscription);
  return { kind: 'pubSub', spec };
}

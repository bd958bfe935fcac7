import type {
  AWSMSKIAMConfig,
  KafkaEventSource,
  SASLConfig,
  SchemaRegistryConfig,
} from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { ClientTls, ConnectionBackoffOption } from './client';
import { type EventOptions, type JsonBodyOption, type WithMetadata, withEventOptions } from './options';

/** The data of a Kafka message (KafkaEventData in pkg/eventsources/events/event-data.go). */
export interface KafkaEvent<Body = string> extends WithMetadata {
  /** The topic of the message. */
  readonly topic: string;
  /** The key of the message; empty if it has none. */
  readonly key: string;
  /** The number of the partition. */
  readonly partition: number;
  /** The message: JSON with `jsonBody`, otherwise its base64 text. */
  readonly body: Body;
  /** The time of the message in the time zone of the pod, as Go prints it: `2026-01-02 03:04:05.123 +0000 UTC`. */
  readonly timestamp: string;
  /** The headers of the message. Of several with one name it is the last. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The topic to read, and how. One of `consumerGroup` and `partition` has to be there. */
export type KafkaTopic = EventOptions & {
  /** The brokers, separated by commas: `kafka-0.kafka:9092,kafka-1.kafka:9092`. */
  readonly url: string;
  /** The topic. */
  readonly topic: string;
  /**
   * The version of Kafka, which decides what the client may use.
   *
   * @default '1.0.0'
   */
  readonly version?: string;
  /**
   * The user and the password.
   *
   * @default none
   */
  readonly sasl?: SASLConfig;
  /**
   * Authentication with an IAM role of Amazon MSK. `sasl` is ignored then.
   *
   * @default none
   */
  readonly awsMskIamAuth?: AWSMSKIAMConfig;
  /**
   * The CA certificate for the server, and a certificate and key of the client.
   *
   * @default a connection without TLS
   */
  readonly tls?: ClientTls;
  /**
   * The registry with the Avro schemas of the messages. It is of use with `jsonBody` only.
   *
   * @default none: messages are not decoded
   */
  readonly schemaRegistry?: SchemaRegistryConfig;
  /**
   * Settings of the client in YAML, with the names of sarama.Config.
   *
   * @default none
   */
  readonly config?: string;
} & (
    | {
        /** The group of consumers that shares the partitions and remembers how far it has read. */
        readonly consumerGroup: {
          /** The name of the group. */
          readonly groupName: string;
          /**
           * Whether a new group begins with the oldest message.
           *
           * @default false: with the next one
           */
          readonly oldest?: boolean;
          /**
           * How the partitions are shared.
           *
           * @default 'range'
           */
          readonly rebalanceStrategy?: 'sticky' | 'roundrobin' | 'range';
        };
        /**
         * The greatest number of messages in a second.
         *
         * @default no limit
         */
        readonly limitEventsPerSecond?: number;
        readonly partition?: never;
      }
    | (ConnectionBackoffOption & {
        /** The number of the one partition to read. Messages that come while no pod runs are lost. */
        readonly partition: number;
        readonly consumerGroup?: never;
      })
  );

/**
 * Events from the messages of a Kafka topic.
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: kafkaEvent<{ id: string; total: number }>({
 *       url: 'kafka.events:9092',
 *       topic: 'orders',
 *       consumerGroup: { groupName: 'shop', oldest: true },
 *       jsonBody: true,
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.body.id)] });
 * ```
 * ```yaml
 * kafka:
 *   placed:
 *     url: kafka.events:9092
 *     topic: orders
 *     consumerGroup:
 *       groupName: shop
 *       oldest: true
 *     jsonBody: true
 * ```
 */
export function kafkaEvent(
  topic: KafkaTopic & { readonly jsonBody?: false },
): EventDefinition<KafkaEvent<string>>;
export function kafkaEvent<Body>(
  topic: KafkaTopic & { readonly jsonBody: true },
): EventDefinition<KafkaEvent<Body>>;
export function kafkaEvent(topic: KafkaTopic & JsonBodyOption): EventDefinition<KafkaEvent<unknown>> {
  const { partition, ...options } = withEventOptions(topic);
  const spec: KafkaEventSource = {
    ...options,
    ...(partition !== undefined && { partition: String(partition) }),
  };
  return { kind: 'kafka', spec };
}

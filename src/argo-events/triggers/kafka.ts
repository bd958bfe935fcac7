import type { BasicAuth, SASLConfig, TLSConfig } from '../../../imports/argo-events';
import type { Raw, StringSlot } from '../references/slot';
import type { Action } from './action';
import { type SecretKey, secureHeaders } from './http';
import { connectedTrigger } from './of-kind';
import type { Payload } from './payload';

/** A message on a topic of Kafka. What is said to be constant makes the connection, which the engine keeps. */
export interface KafkaMessage {
  /** The brokers, separated by commas: `kafka.events:9092`. Constant. */
  readonly url: string;
  /** The topic. */
  readonly topic: string | StringSlot;
  /** The value of the message, sent as JSON, or as Avro with a `schemaRegistry`. */
  readonly payload: { readonly [key: string]: Payload };
  /**
   * The key of the message, from which Kafka chooses the partition.
   *
   * @default none: any partition
   */
  readonly partitioningKey?: string | StringSlot;
  /**
   * Headers of the message.
   *
   * @default none
   */
  readonly headers?: Readonly<Record<string, string | StringSlot>>;
  /**
   * Headers whose values are in Secrets.
   *
   * @default none
   */
  readonly secureHeaders?: Readonly<Record<string, SecretKey>>;
  /**
   * A registry whose schema of that id the payload is encoded with. The engine asks it for each message.
   *
   * @default none: the payload is JSON
   */
  readonly schemaRegistry?: {
    readonly url: string | StringSlot;
    readonly schemaId: number | Raw<number>;
    readonly auth?: BasicAuth;
  };
  /**
   * The version of Kafka that the client speaks. Constant.
   *
   * @default '1.0.0'
   */
  readonly version?: string;
  /**
   * How many brokers have to have the message: 1 is the leader, -1 all. Constant.
   *
   * @default -1. The description of the field in Argo Events says 1, its code does not
   */
  readonly requiredAcks?: 1 | -1;
  /**
   * Whether messages are compressed, with snappy. Constant.
   *
   * @default false
   */
  readonly compress?: boolean;
  /**
   * How often messages are sent, in nanoseconds: the engine takes the number as it is, though the description of the field
   * says milliseconds. Constant.
   *
   * @default 500
   */
  readonly flushFrequency?: number;
  /**
   * User and password. Constant.
   *
   * @default none
   */
  readonly sasl?: SASLConfig;
  /**
   * TLS, and the certificate of the client. The engine does not check the certificate of the broker, whatever is here
   * (InsecureSkipVerify in kafka.go). Constant.
   *
   * @default none: without TLS
   */
  readonly tls?: TLSConfig;
}

/**
 * Puts a message on a topic of Kafka. The action is a success before the broker has the message: the engine only logs what
 * goes wrong later, so a retry or a fallback does not see it (pkg/sensors/triggers/kafka/kafka.go).
 *
 * @example
 * ```ts
 * const { comment, issue } = request.data.body;
 * sensor.do('publish', {
 *   conditions: request,
 *   action: kafka({
 *     url: 'kafka.events:9092',
 *     topic: 'comments',
 *     partitioningKey: text`${issue.number}`,
 *     payload: { issue: raw(issue.number), by: comment.user.login },
 *   }),
 * });
 * ```
 * ```yaml
 * payload:
 *   - src:
 *       dependencyName: request
 *       dataKey: body.issue.number
 *       useRawData: true
 *     dest: issue
 *   - src:
 *       dependencyName: request
 *       dataKey: body.comment.user.login
 *     dest: by
 * ```
 */
export function kafka({ secureHeaders: secrets, ...message }: KafkaMessage): Action {
  return connectedTrigger('kafka', {
    ...message,
    ...(secrets && { secureHeaders: secureHeaders(secrets) }),
  });
}

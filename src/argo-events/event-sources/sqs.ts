import type { SQSEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { AwsCredentials } from './aws';
import { type EventOptions, type JsonBodyOption, type WithMetadata, withEventOptions } from './options';

/** The data of an SQS message (SQSEventData in pkg/eventsources/events/event-data.go). */
export interface SqsEvent<Body = string> extends WithMetadata {
  /** The id that SQS has given the message. */
  readonly messageId: string;
  /** The attributes that the sender has set, by name; null if there are none. */
  readonly messageAttributes: Readonly<Record<string, SqsMessageAttribute>> | null;
  /** The message: JSON with `jsonBody`, otherwise its base64 text. */
  readonly body: Body;
}

/** An attribute in the data of an SQS message. Its fields have the names that they have in the AWS SDK for Go. */
export interface SqsMessageAttribute {
  /** The type: `String`, `Number` or `Binary`, and maybe a label, such as `Number.int`. */
  readonly DataType: string;
  /** The value of a String or Number, otherwise null. */
  readonly StringValue: string | null;
  /** The base64 text of a Binary, otherwise null. */
  readonly BinaryValue: string | null;
  /** SQS does not use it: it is null. */
  readonly StringListValues: readonly string[] | null;
  /** SQS does not use it: it is null. */
  readonly BinaryListValues: readonly string[] | null;
}

/** The queue to read. */
export type SqsQueue = EventOptions &
  AwsCredentials & {
    /** The region, such as `eu-central-1`. */
    readonly region: string;
    /** The name of the queue, not its URL. */
    readonly queue: string;
    /**
     * The id of the account that the queue belongs to.
     *
     * @default the account of the credentials
     */
    readonly queueAccountId?: string;
    /**
     * The URL of another SQS API, such as that of a local stack.
     *
     * @default that of AWS
     */
    readonly endpoint?: string;
    /**
     * How long a request waits for a message, in seconds: 1 to 20.
     *
     * @default 3
     */
    readonly waitTimeSeconds?: number;
  };

/** A queue whose messages are JSON. */
export type SqsJsonQueue = SqsQueue & {
  readonly jsonBody: true;
  /**
   * Whether a message that is not JSON stays in the queue, so that SQS moves it to the dead-letter queue.
   *
   * @default false: the engine deletes it
   */
  readonly dlq?: boolean;
};

/**
 * Events from the messages of an SQS queue. The engine deletes a message when it is on the bus. A message that it cannot
 * send there comes again after 120 seconds (pkg/eventsources/sources/awssqs/start.go).
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: sqsEvent<{ id: string }>({
 *       region: 'eu-central-1',
 *       queue: 'orders',
 *       accessKey: { name: 'aws', key: 'access-key' },
 *       secretKey: { name: 'aws', key: 'secret-key' },
 *       jsonBody: true,
 *       dlq: true,
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.body.id)] });
 * ```
 * ```yaml
 * sqs:
 *   placed:
 *     region: eu-central-1
 *     queue: orders
 *     accessKey:
 *       name: aws
 *       key: access-key
 *     secretKey:
 *       name: aws
 *       key: secret-key
 *     jsonBody: true
 *     dlq: true
 * ```
 */
export function sqsEvent(queue: SqsQueue & { readonly jsonBody?: false }): EventDefinition<SqsEvent<string>>;
export function sqsEvent<Body>(queue: SqsJsonQueue): EventDefinition<SqsEvent<Body>>;
export function sqsEvent(queue: SqsQueue & JsonBodyOption): EventDefinition<SqsEvent<unknown>> {
  const spec: SQSEventSource = withEventOptions(queue);
  return { kind: 'sqs', spec };
}

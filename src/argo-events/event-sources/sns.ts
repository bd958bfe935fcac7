import type { SNSEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { AwsCredentials } from './aws';
import { type EventOptions, type WithMetadata, withEventOptions } from './options';
import { type WebhookReceiver, webhookContext, withoutReceiver } from './webhook-receiver';

/** The data of an event of Amazon SNS (SNSEventData in pkg/eventsources/events/event-data.go). */
export interface SnsEvent extends WithMetadata {
  /** The headers of the request, in Go's spelling. Each is a list. */
  readonly header: Readonly<Record<SnsHeader, readonly string[]>>;
  /** The notification. */
  readonly body: SnsNotification;
}

/** A header that Amazon SNS sends, in Go's spelling. */
export type SnsHeader =
  | 'Content-Type'
  | 'User-Agent'
  | 'X-Amz-Sns-Message-Id'
  | 'X-Amz-Sns-Message-Type'
  | 'X-Amz-Sns-Subscription-Arn'
  | 'X-Amz-Sns-Topic-Arn';

/** A notification of Amazon SNS: the data of a message of a topic. */
export interface SnsNotification {
  /** What SNS sends. Only notifications become events. */
  readonly Type: 'Notification';
  /** The id of the message. One that SNS sends again has the same. */
  readonly MessageId: string;
  /** The topic. */
  readonly TopicArn: string;
  /** The subject, if the message has one. */
  readonly Subject?: string;
  /** The message: a text. If it is JSON, a transform can parse it. */
  readonly Message: string;
  /** When the message was published: `2026-01-02T03:04:05.678Z`. */
  readonly Timestamp: string;
  /** The attributes of the message, if it has some. */
  readonly MessageAttributes?: Readonly<Record<string, { readonly Type: string; readonly Value: string }>>;
  /** The version of the signature. */
  readonly SignatureVersion: string;
  /** The signature. */
  readonly Signature: string;
  /** Where the certificate for the signature is. */
  readonly SigningCertURL: string;
  /** The URL that ends the subscription. */
  readonly UnsubscribeURL: string;
}

/** The topic, and the server that receives its messages. The engine subscribes when the event source starts, and confirms that. */
export type SnsTopic = EventOptions &
  Omit<WebhookReceiver, 'url'> &
  AwsCredentials & {
    readonly sessionToken?: never;
    /** The topic. */
    readonly topicArn: string;
    /** The region of the topic. */
    readonly region: string;
    /** The URL at which SNS reaches the event source, without the path. */
    readonly url: string;
    /**
     * Whether the engine checks the signature of each message. It knows version 1 of the signatures only, and reads the
     * certificate from amazonaws.com for each message. The engine's own default is false.
     *
     * @default true
     */
    readonly validateSignature?: boolean;
    /**
     * The URL of an API of SNS other than that of AWS: the field `endpoint` of the engine.
     *
     * @default that of AWS
     */
    readonly apiEndpoint?: string;
  };

/**
 * Messages of a topic of Amazon SNS, received by webhook. The message is a text, `body.Message`: a transform parses its
 * JSON. If it is none, the transform fails and the event is dropped.
 *
 * The engine does not compare the topic of a message with its own (HandleRoute in
 * pkg/eventsources/sources/awssns/start.go). A signature only proves that the message is of some topic of AWS. So compare
 * `body.TopicArn` in a filter.
 *
 * @example
 * ```ts
 * const topicArn = 'arn:aws:sns:eu-central-1:123456789012:orders';
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: snsEvent({
 *       topicArn,
 *       region: 'eu-central-1',
 *       endpoint: '/sns',
 *       port: 12000,
 *       url: 'https://hooks.example.com',
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), {
 *   transform: jq<{ topic: string; order: { id: string } }>`
 *     { topic: .body.TopicArn, order: (.body.Message | fromjson) }`,
 *   filters: (e) => [equals(e.topic, topicArn), present(e.order.id)],
 * });
 * ```
 * ```yaml
 * sns:
 *   placed:
 *     webhook:
 *       endpoint: /sns
 *       port: "12000"
 *       method: POST
 *       url: https://hooks.example.com
 *     validateSignature: true
 *     topicArn: arn:aws:sns:eu-central-1:123456789012:orders
 *     region: eu-central-1
 * ```
 */
export function snsEvent(topic: SnsTopic): EventDefinition<SnsEvent> {
  const { apiEndpoint, accessKey, secretKey, ...options } = withEventOptions(withoutReceiver(topic));
  const spec: SNSEventSource = {
    webhook: webhookContext(topic),
    validateSignature: true,
    ...options,
    ...(apiEndpoint !== undefined && { endpoint: apiEndpoint }),
    ...(accessKey && { accessKey: { ...accessKey } }),
    ...(secretKey && { secretKey: { ...secretKey } }),
  };
  return { kind: 'sns', spec };
}

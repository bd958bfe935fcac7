import type { AMQPEventSource, AMQPQueueDeclareConfig } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import type { ClientAuth, ConnectionBackoffOption, TlsOption } from './client';
import { type EventOptions, type JsonBodyOption, type WithMetadata, withEventOptions } from './options';

/**
 * The data of an AMQP message (AMQPEventData in pkg/eventsources/events/event-data.go). A text that the sender has not
 * set is empty. The engine does not publish the headers of the message.
 */
export interface AmqpEvent<Body = string> extends WithMetadata {
  /** The MIME type of the message. */
  readonly contentType: string;
  /** The MIME encoding of the message. */
  readonly contentEncoding: string;
  /** Whether the broker stores the message: 2 if it does, 1 if not, 0 if the sender has not said. */
  readonly deliveryMode: number;
  /** The priority, 0 to 9. */
  readonly priority: number;
  /** The id of the request that the message answers. */
  readonly correlationId: string;
  /** The queue for an answer. */
  readonly replyTo: string;
  /** After how many milliseconds the broker drops the message, as a text. */
  readonly expiration: string;
  /** The id of the message. */
  readonly messageId: string;
  /** When it was sent, as Go prints it: `2026-01-02 03:04:05 +0000 UTC`; `0001-01-01 00:00:00 +0000 UTC` if not set. */
  readonly timestamp: string;
  /** The name of the type of the message. */
  readonly type: string;
  /** The id of the application that has sent it. */
  readonly appId: string;
  /** The exchange that the message was sent to. */
  readonly exchange: string;
  /** The routing key of the message. */
  readonly routingKey: string;
  /** The message: JSON with `jsonBody`, otherwise its base64 text. */
  readonly body: Body;
}

/** The queue to read, and the exchange that it is bound to. The engine declares both. */
export type AmqpQueue = EventOptions &
  TlsOption &
  ConnectionBackoffOption &
  AmqpBroker & {
    /** The exchange. It cannot be the default exchange, whose name is empty. */
    readonly exchangeName: string;
    /** The type of the exchange. Those of plugins begin with `x-`. */
    readonly exchangeType: 'direct' | 'fanout' | 'topic' | 'headers' | `x-${string}`;
    /** The routing key of the binding. It cannot be empty, not even for a `fanout` exchange, which ignores it. */
    readonly routingKey: string;
    /**
     * The exchange. If it exists, the fields have to be those that it was declared with.
     *
     * @default a durable exchange
     */
    readonly exchangeDeclare?: AmqpExchange;
    /**
     * The queue. If it exists, the fields have to be those that it was declared with.
     *
     * @default an exclusive queue, named by the broker: messages that come while no pod runs are lost
     */
    readonly queueDeclare?: AmqpQueueDeclaration;
    /**
     * How the queue is bound to the exchange.
     *
     * @default the engine waits for the broker to confirm it
     */
    readonly queueBind?: { readonly noWait: boolean };
    /**
     * How the queue is read. Messages are always acknowledged when the broker sends them, because the engine never
     * acknowledges one (pkg/eventsources/sources/amqp/start.go).
     *
     * @default a tag that the client makes, and other consumers may read the queue
     */
    readonly consume?: AmqpConsumer;
  };

/** The broker: the URL, or the Secret that has it. `tls` is of use with an `amqps:` URL only. */
export type AmqpBroker = {
  /**
   * The user and the password.
   *
   * @default those in the URL
   */
  readonly auth?: ClientAuth;
} & (
  | {
      /** The URL with the virtual host: `amqp://rabbitmq.events:5672/shop`. */
      readonly url: string;
      readonly urlSecret?: never;
    }
  | {
      /** The URL, in a Secret. */
      readonly urlSecret: SecretKey;
      readonly url?: never;
    }
);

/** An exchange that the engine declares. */
export interface AmqpExchange {
  /**
   * Whether it is still there after the broker restarts.
   *
   * @default true
   */
  readonly durable?: boolean;
  /**
   * Whether the broker deletes it with its last binding.
   *
   * @default false
   */
  readonly autoDelete?: boolean;
  /**
   * Whether only other exchanges may send to it.
   *
   * @default false
   */
  readonly internal?: boolean;
  /**
   * Whether the engine does not wait for the broker to confirm it.
   *
   * @default false
   */
  readonly noWait?: boolean;
}

/** A queue that the engine declares. */
export interface AmqpQueueDeclaration {
  /** Its name. If it is empty, the broker makes a name, a new one at each start. */
  readonly name: string;
  /**
   * Whether it is still there after the broker restarts.
   *
   * @default false
   */
  readonly durable?: boolean;
  /**
   * Whether the broker deletes it with its last consumer.
   *
   * @default false
   */
  readonly autoDelete?: boolean;
  /**
   * Whether only this connection may use it. The broker deletes it with the connection.
   *
   * @default false
   */
  readonly exclusive?: boolean;
  /**
   * Whether the engine does not wait for the broker to confirm it.
   *
   * @default false
   */
  readonly noWait?: boolean;
  /**
   * Arguments of the queue, such as `{ 'x-queue-type': 'quorum' }`.
   *
   * @default none
   */
  readonly arguments?: Readonly<Record<string, string | number | boolean>>;
}

/** How the engine reads a queue. */
export interface AmqpConsumer {
  /**
   * The name of the consumer.
   *
   * @default the client makes one
   */
  readonly consumerTag?: string;
  /**
   * Whether no other consumer may read the queue.
   *
   * @default false
   */
  readonly exclusive?: boolean;
  /**
   * Whether the engine does not wait for the broker to confirm it.
   *
   * @default false
   */
  readonly noWait?: boolean;
}

/**
 * Events from the messages of an AMQP 0.9.1 broker, such as RabbitMQ. A message that does not get to the bus is lost; with
 * `jsonBody`, so is one that is not JSON.
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: amqpEvent<{ id: string }>({
 *       url: 'amqp://rabbitmq.events:5672/shop',
 *       exchangeName: 'orders',
 *       exchangeType: 'topic',
 *       routingKey: 'order.placed',
 *       queueDeclare: { name: 'orders', durable: true, arguments: { 'x-queue-type': 'quorum' } },
 *       consume: { exclusive: true },
 *       jsonBody: true,
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.body.id)] });
 * ```
 * ```yaml
 * amqp:
 *   placed:
 *     url: amqp://rabbitmq.events:5672/shop
 *     exchangeName: orders
 *     exchangeType: topic
 *     routingKey: order.placed
 *     jsonBody: true
 *     queueDeclare:
 *       name: orders
 *       durable: true
 *       arguments: '{"x-queue-type":"quorum"}'
 *     consume:
 *       autoAck: true
 *       exclusive: true
 * ```
 */
export function amqpEvent(
  queue: AmqpQueue & { readonly jsonBody?: false },
): EventDefinition<AmqpEvent<string>>;
export function amqpEvent<Body>(
  queue: AmqpQueue & { readonly jsonBody: true },
): EventDefinition<AmqpEvent<Body>>;
export function amqpEvent(queue: AmqpQueue & JsonBodyOption): EventDefinition<AmqpEvent<unknown>> {
  const { exchangeDeclare, queueDeclare, consume, ...options } = withEventOptions(queue);
  // An object that is there replaces all defaults of the engine (setDefaults in pkg/eventsources/sources/amqp/start.go).
  const spec: AMQPEventSource = {
    ...options,
    ...(exchangeDeclare && { exchangeDeclare: { durable: true, ...exchangeDeclare } }),
    ...(queueDeclare && { queueDeclare: declaration(queueDeclare) }),
    ...(consume && { consume: { autoAck: true, ...consume } }),
  };
  return { kind: 'amqp', spec };
}

function declaration({ arguments: given, ...queue }: AmqpQueueDeclaration): AMQPQueueDeclareConfig {
  // The engine reads YAML, and JSON is YAML.
  return { ...queue, ...(given && { arguments: JSON.stringify(given) }) };
}

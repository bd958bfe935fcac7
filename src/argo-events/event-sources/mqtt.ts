import type { MQTTEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { ClientAuth, ConnectionBackoffOption, TlsOption } from './client';
import { type EventOptions, type JsonBodyOption, type WithMetadata, withEventOptions } from './options';

/** The data of an MQTT message (MQTTEventData in pkg/eventsources/events/event-data.go). */
export interface MqttEvent<Body = string> extends WithMetadata {
  /** The topic of the message, without wildcards. */
  readonly topic: string;
  /** It is always 0: messages of QoS 0 have no id. */
  readonly messageId: number;
  /** The message: JSON with `jsonBody`, otherwise its base64 text. */
  readonly body: Body;
}

/** The topic to listen to. */
export interface MqttTopic extends EventOptions, TlsOption, ConnectionBackoffOption {
  /** The broker: `tcp://mqtt.events:1883`, or `ssl://…` for TLS. */
  readonly url: string;
  /** The topic. It may have wildcards: `orders/+`, `orders/#`. */
  readonly topic: string;
  /** The id of the client. Give each event its own: the broker disconnects a client when another one has the same id. */
  readonly clientId: string;
  /**
   * The user and the password.
   *
   * @default none
   */
  readonly auth?: ClientAuth;
}

/**
 * Events from the messages of an MQTT topic. The engine subscribes with QoS 0, so messages that come while no pod runs are
 * lost. With `jsonBody`, messages that are not JSON are lost too. After the connection is lost, the engine connects again,
 * but does not subscribe again: no event comes until the pod is restarted (pkg/eventsources/sources/mqtt/start.go).
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: mqttEvent<{ id: string }>({
 *       url: 'tcp://mqtt.events:1883',
 *       topic: 'orders/+',
 *       clientId: 'shop-orders',
 *       jsonBody: true,
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.body.id)] });
 * ```
 * ```yaml
 * mqtt:
 *   placed:
 *     url: tcp://mqtt.events:1883
 *     topic: orders/+
 *     clientId: shop-orders
 *     jsonBody: true
 * ```
 */
export function mqttEvent(
  topic: MqttTopic & { readonly jsonBody?: false },
): EventDefinition<MqttEvent<string>>;
export function mqttEvent<Body>(
  topic: MqttTopic & { readonly jsonBody: true },
): EventDefinition<MqttEvent<Body>>;
export function mqttEvent(topic: MqttTopic & JsonBodyOption): EventDefinition<MqttEvent<unknown>> {
  const spec: MQTTEventSource = withEventOptions(topic);
  return { kind: 'mqtt', spec };
}

import type { MNSEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import { type EventOptions, withEventOptions } from './options';

/**
 * The data of a message of Alibaba Cloud MNS (MNSEventData in pkg/eventsources/events/event-data.go). It has no metadata.
 */
export interface MnsEvent {
  /** The id that MNS has given the message. */
  readonly messageId: string;
  /** The text of the message. The engine has `jsonBody` for this kind and ignores it. */
  readonly body: string;
}

/** The queue to read. */
export interface MnsQueue extends Omit<EventOptions, 'metadata'> {
  /** The endpoint of the account and region: `https://1234567890.mns.eu-central-1.aliyuncs.com`. */
  readonly endpoint: string;
  /** The name of the queue. */
  readonly queue: string;
  /** The id of the access key. */
  readonly accessKey: SecretKey;
  /** Its secret. */
  readonly secretKey: SecretKey;
}

/**
 * Events from the messages of a queue of Alibaba Cloud MNS. The engine deletes each message, also one that does not get to
 * the bus (pkg/eventsources/sources/alibabacloudmns/start.go).
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: mnsEvent({
 *       endpoint: 'https://1234567890.mns.eu-central-1.aliyuncs.com',
 *       queue: 'orders',
 *       accessKey: { name: 'mns', key: 'access-key' },
 *       secretKey: { name: 'mns', key: 'secret-key' },
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [equals(e.body, 'new')] });
 * ```
 * ```yaml
 * mns:
 *   placed:
 *     endpoint: https://1234567890.mns.eu-central-1.aliyuncs.com
 *     queue: orders
 *     accessKey:
 *       name: mns
 *       key: access-key
 *     secretKey:
 *       name: mns
 *       key: secret-key
 * ```
 */
export function mnsEvent(queue: MnsQueue): EventDefinition<MnsEvent> {
  const spec: MNSEventSource = withEventOptions(queue);
  return { kind: 'mns', spec };
}

import type { RedisStreamEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import type { TlsOption } from './client';
import { type EventOptions, type WithMetadata, withEventOptions } from './options';

/** The data of an entry of a Redis stream (RedisStreamEventData in pkg/eventsources/events/event-data.go). */
export interface RedisStreamEvent<Field extends string = string> extends WithMetadata {
  /** The stream. */
  readonly stream: string;
  /** The id of the entry: `1767322800000-0`. */
  readonly message_id: string;
  /** The fields of the entry. Redis knows texts only. */
  readonly values: Readonly<Record<Field, string>>;
}

/** The streams to read. */
export type RedisStreams = EventOptions &
  TlsOption &
  RedisStreamPassword & {
    /** The host and port of the server: `redis.events:6379`. */
    readonly hostAddress: string;
    /** The streams. They have to exist, or the event source does not start. */
    readonly streams: readonly [string, ...string[]];
    /**
     * The consumer group. It remembers how far the streams have been read. The engine creates it, and it then begins with
     * the next entry.
     *
     * @default 'argo-events-cg'
     */
    readonly consumerGroup?: string;
    /**
     * How many entries of each stream a request reads at most.
     *
     * @default 10
     */
    readonly maxMsgCountPerRead?: number;
    /**
     * The number of the database.
     *
     * @default 0
     */
    readonly db?: number;
  };

/** The password, if the server wants one. */
export type RedisStreamPassword =
  | {
      /** The password. */
      readonly password: SecretKey;
      /**
       * The user.
       *
       * @default the default user of the server
       */
      readonly username?: string;
    }
  | { readonly password?: never; readonly username?: never };

/**
 * Events from the entries of Redis streams. You name the fields of an entry; nothing checks them. An entry that does not
 * get to the bus is sent when the pod starts again (pkg/eventsources/sources/redis_stream/start.go).
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: redisStreamEvent<'id' | 'total'>({
 *       hostAddress: 'redis.events:6379',
 *       streams: ['orders'],
 *       consumerGroup: 'shop',
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.values.id)] });
 * ```
 * ```yaml
 * redisStream:
 *   placed:
 *     hostAddress: redis.events:6379
 *     streams:
 *       - orders
 *     consumerGroup: shop
 * ```
 */
export function redisStreamEvent<Field extends string = string>(
  options: RedisStreams,
): EventDefinition<RedisStreamEvent<Field>> {
  const spec: RedisStreamEventSource = { ...withEventOptions(options), streams: [...options.streams] };
  return { kind: 'redisStream', spec };
}

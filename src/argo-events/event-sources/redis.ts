import type { RedisEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import type { TlsOption } from './client';
import { type EventOptions, type WithMetadata, withEventOptions } from './options';

/** The data of a message of Redis Pub/Sub (RedisEventData in pkg/eventsources/events/event-data.go). */
export interface RedisEvent<Body = string> extends WithMetadata {
  /** The channel of the message. */
  readonly channel: string;
  /** It is always empty, because the engine subscribes to channels by name. */
  readonly pattern: string;
  /** The message: JSON with `jsonBody`, otherwise its text. */
  readonly body: Body;
}

/** The channels to listen to. Channels belong to no database of Redis, so there is no `db`. */
export type RedisChannels = EventOptions &
  TlsOption &
  RedisPassword & {
    /** The host and port of the server: `redis.events:6379`. */
    readonly hostAddress: string;
    /** The channels. A pattern does not work. */
    readonly channels: readonly [string, ...string[]];
  };

/** The password, if the server wants one. */
export type RedisPassword =
  | {
      /** The password. */
      readonly password: SecretKey;
      /**
       * The namespace of the EventSource. The engine wants it beside a password and does not use it: the Secret is in the
       * namespace of the EventSource (pkg/eventsources/sources/redis/validate.go).
       */
      readonly namespace: string;
      /**
       * The user.
       *
       * @default the default user of the server
       */
      readonly username?: string;
    }
  | { readonly password?: never; readonly namespace?: never; readonly username?: never };

/**
 * Events from the messages of channels of Redis Pub/Sub. Messages that come while no pod runs are lost. With `jsonBody`,
 * messages that are not JSON are lost too. To lose none, use {@link redisStreamEvent}.
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: redisEvent<{ id: string }>({
 *       hostAddress: 'redis.events:6379',
 *       channels: ['orders'],
 *       password: { name: 'redis', key: 'password' },
 *       namespace: 'events',
 *       jsonBody: true,
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.body.id)] });
 * ```
 * ```yaml
 * redis:
 *   placed:
 *     hostAddress: redis.events:6379
 *     channels:
 *       - orders
 *     password:
 *       name: redis
 *       key: password
 *     namespace: events
 *     jsonBody: true
 * ```
 */
export function redisEvent(
  channels: RedisChannels & {
    /**
     * Whether the messages are JSON.
     *
     * @default false: `body` is the text of the message
     */
    readonly jsonBody?: false;
  },
): EventDefinition<RedisEvent<string>>;
export function redisEvent<Body>(
  channels: RedisChannels & { readonly jsonBody: true },
): EventDefinition<RedisEvent<Body>>;
export function redisEvent(
  options: RedisChannels & { readonly jsonBody?: boolean },
): EventDefinition<RedisEvent<unknown>> {
  const spec: RedisEventSource = { ...withEventOptions(options), channels: [...options.channels] };
  return { kind: 'redis', spec };
}

import type { NATSEventsSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import type { ClientAuth, ConnectionBackoffOption, TlsOption } from './client';
import { type EventOptions, type JsonBodyOption, type WithMetadata, withEventOptions } from './options';

/** The data of a NATS message (NATSEventData in pkg/eventsources/events/event-data.go). */
export interface NatsEvent<Body = string> extends WithMetadata {
  /** The subject of the message, without wildcards. */
  readonly subject: string;
  /** The message: JSON with `jsonBody`, otherwise its base64 text. */
  readonly body: Body;
  /** The headers of the message, spelled as they were sent. Each is a list. It is absent if the message has none. */
  readonly header?: Readonly<Record<string, readonly string[]>>;
}

/** The subject to listen to. */
export interface NatsSubject extends EventOptions, TlsOption, ConnectionBackoffOption {
  /** The servers, separated by commas: `nats://nats.events:4222`. */
  readonly url: string;
  /** The subject. It may have wildcards: `orders.*`, `orders.>`. */
  readonly subject: string;
  /**
   * The queue group. Of all its members, one gets each message.
   *
   * @default none: each event source gets each message
   */
  readonly queue?: string;
  /**
   * How the client authenticates.
   *
   * @default it does not
   */
  readonly auth?: NatsEventAuth;
}

/** How an event source authenticates with NATS. The engine uses one way only. */
export type NatsEventAuth =
  | {
      /** A user and a password. */
      readonly basic: ClientAuth;
    }
  | {
      /** A token. */
      readonly token: SecretKey;
    }
  | {
      /** The seed of an NKey. */
      readonly nkey: SecretKey;
    }
  | {
      /** The content of a credentials file, with a JWT and a seed. */
      readonly credential: SecretKey;
    };

/**
 * Events from the messages of a NATS subject. It is core NATS without JetStream, so messages that come while no pod runs
 * are lost. With `jsonBody`, messages that are not JSON are lost too. When the server is away for more than about two
 * minutes, the client gives up (DefaultMaxReconnect in nats.go), and no event comes until the pod is restarted.
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: natsEvent<{ id: string }>({
 *       url: 'nats://nats.events:4222',
 *       subject: 'orders.*',
 *       auth: { token: { name: 'nats', key: 'token' } },
 *       jsonBody: true,
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.body.id)] });
 * ```
 * ```yaml
 * nats:
 *   placed:
 *     url: nats://nats.events:4222
 *     subject: orders.*
 *     auth:
 *       token:
 *         name: nats
 *         key: token
 *     jsonBody: true
 * ```
 */
export function natsEvent(
  subject: NatsSubject & { readonly jsonBody?: false },
): EventDefinition<NatsEvent<string>>;
export function natsEvent<Body>(
  subject: NatsSubject & { readonly jsonBody: true },
): EventDefinition<NatsEvent<Body>>;
export function natsEvent(subject: NatsSubject & JsonBodyOption): EventDefinition<NatsEvent<unknown>> {
  const spec: NATSEventsSource = withEventOptions(subject);
  return { kind: 'nats', spec };
}

import type { PulsarEventSource } from '../../../imports/argo-events';
import type { EventDefinition } from '../event-definition';
import type { SecretKey } from '../triggers/http';
import type { ConnectionBackoffOption } from './client';
import { type EventOptions, type JsonBodyOption, type WithMetadata, withEventOptions } from './options';

/** The data of a Pulsar message (PulsarEventData in pkg/eventsources/events/event-data.go). It does not have the topic. */
export interface PulsarEvent<Body = string> extends WithMetadata {
  /** The key of the message; empty if it has none. */
  readonly key: string;
  /** When the message was published, as Go prints it: `2026-01-02 03:04:05.123 +0000 UTC`. */
  readonly publishTime: string;
  /** The message: JSON with `jsonBody`, otherwise its base64 text. */
  readonly body: Body;
}

/** The topics to read. The engine subscribes under the name of the event. */
export type PulsarTopics = EventOptions &
  ConnectionBackoffOption &
  PulsarAuth & {
    /** The broker: `pulsar://pulsar.events:6650`, or `pulsar+ssl://…` for TLS. */
    readonly url: string;
    /** The topics. */
    readonly topics: readonly [string, ...string[]];
    /** Whether the subscription may have other consumers, which share its messages. */
    readonly type: 'exclusive' | 'shared';
    /**
     * The CA certificates for the broker, in PEM.
     *
     * @default the CA certificates of the image
     */
    readonly tlsTrustCertsSecret?: SecretKey;
    /**
     * Whether the client accepts any certificate of the broker.
     *
     * @default false
     */
    readonly tlsAllowInsecureConnection?: boolean;
    /**
     * Whether the certificate has to be one of the host in the URL.
     *
     * @default false
     */
    readonly tlsValidateHostname?: boolean;
  };

/** How the client authenticates: by a token, by Athenz, by a certificate, or not at all. */
export type PulsarAuth =
  | {
      /** A token. */
      readonly authTokenSecret: SecretKey;
      readonly authAthenzParams?: never;
      readonly authAthenzSecret?: never;
      readonly tls?: never;
    }
  | {
      /** The parameters of Athenz, such as `tenantDomain`, without the private key. */
      readonly authAthenzParams: Readonly<Record<string, string>>;
      /** The private key for Athenz. */
      readonly authAthenzSecret: SecretKey;
      readonly authTokenSecret?: never;
      readonly tls?: never;
    }
  | {
      /** The certificate of the client and its key, in PEM. */
      readonly tls: { readonly clientCertSecret: SecretKey; readonly clientKeySecret: SecretKey };
      readonly authTokenSecret?: never;
      readonly authAthenzParams?: never;
      readonly authAthenzSecret?: never;
    }
  | {
      readonly authTokenSecret?: never;
      readonly authAthenzParams?: never;
      readonly authAthenzSecret?: never;
      readonly tls?: never;
    };

/**
 * Events from the messages of Pulsar topics. A new subscription begins with the next message. The engine acknowledges each
 * message, also one that does not get to the bus, and with `jsonBody` one that is not JSON
 * (pkg/eventsources/sources/pulsar/start.go).
 *
 * @example
 * ```ts
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: pulsarEvent<{ id: string }>({
 *       url: 'pulsar://pulsar.events:6650',
 *       topics: ['orders'],
 *       type: 'exclusive',
 *       authTokenSecret: { name: 'pulsar', key: 'token' },
 *       jsonBody: true,
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.body.id)] });
 * ```
 * ```yaml
 * pulsar:
 *   placed:
 *     url: pulsar://pulsar.events:6650
 *     topics:
 *       - orders
 *     type: exclusive
 *     authTokenSecret:
 *       name: pulsar
 *       key: token
 *     jsonBody: true
 * ```
 */
export function pulsarEvent(
  topics: PulsarTopics & { readonly jsonBody?: false },
): EventDefinition<PulsarEvent<string>>;
export function pulsarEvent<Body>(
  topics: PulsarTopics & { readonly jsonBody: true },
): EventDefinition<PulsarEvent<Body>>;
export function pulsarEvent(options: PulsarTopics & JsonBodyOption): EventDefinition<PulsarEvent<unknown>> {
  const spec: PulsarEventSource = { ...withEventOptions(options), topics: [...options.topics] };
  return { kind: 'pulsar', spec };
}

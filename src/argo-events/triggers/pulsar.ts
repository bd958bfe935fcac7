import type { Backoff } from '../../../imports/argo-events';
import type { Action } from './action';
import type { SecretKey } from './http';
import { connectedTrigger } from './of-kind';
import type { Payload } from './payload';

/** A message on a topic of Pulsar. All but the payload makes the connection, which the engine keeps, so it is constant. */
export interface PulsarMessage {
  /** The URL of the service: `pulsar://…`, or `pulsar+ssl://…` with TLS. */
  readonly url: string;
  /** The topic. */
  readonly topic: string;
  /** The message, sent as JSON. */
  readonly payload: { readonly [key: string]: Payload };
  /**
   * The Secret with the token of the client.
   *
   * @default none
   */
  readonly authTokenSecret?: SecretKey;
  /**
   * The parameters of Athenz. They win over a token.
   *
   * @default none
   */
  readonly authAthenzParams?: Readonly<Record<string, string>>;
  /**
   * The Secret with the private key for Athenz.
   *
   * @default none
   */
  readonly authAthenzSecret?: SecretKey;
  /**
   * The certificate and key of the client. They win over Athenz and a token. The engine refuses one without the other.
   *
   * @default none
   */
  readonly tls?: { readonly clientCertSecret: SecretKey; readonly clientKeySecret: SecretKey };
  /**
   * The Secret with the CA certificate for the server.
   *
   * @default the CA certificates of the image
   */
  readonly tlsTrustCertsSecret?: SecretKey;
  /**
   * Whether a server with an invalid certificate is accepted.
   *
   * @default false
   */
  readonly tlsAllowInsecureConnection?: boolean;
  /**
   * Whether the name of the server has to be in its certificate. Set it to `true` with TLS.
   *
   * @default false
   */
  readonly tlsValidateHostname?: boolean;
  /**
   * How often the engine tries to make the client.
   *
   * @default once
   */
  readonly connectionBackoff?: Backoff;
}

/**
 * Puts a message on a topic of Pulsar. It fails if the broker does not acknowledge the message
 * (pkg/sensors/triggers/pulsar/pulsar.go).
 *
 * @example
 * ```ts
 * sensor.do('publish', {
 *   conditions: request,
 *   action: pulsar({
 *     url: 'pulsar://pulsar.events:6650',
 *     topic: 'comments',
 *     payload: { by: request.data.body.comment.user.login },
 *   }),
 * });
 * ```
 * ```yaml
 * pulsar:
 *   url: pulsar://pulsar.events:6650
 *   topic: comments
 *   payload:
 *     - src:
 *         dependencyName: request
 *         dataKey: body.comment.user.login
 *       dest: by
 * ```
 */
export function pulsar(message: PulsarMessage): Action {
  return connectedTrigger('pulsar', message);
}

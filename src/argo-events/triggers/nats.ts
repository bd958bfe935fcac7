import type { NATSAuth, TLSConfig } from '../../../imports/argo-events';
import type { StringSlot } from '../references/slot';
import type { Action } from './action';
import { connectedTrigger } from './of-kind';
import type { Payload } from './payload';

/** A message on a subject of NATS. What is said to be constant makes the connection, which the engine keeps. */
export interface NatsMessage {
  /** The URL of the server: `nats://nats.events:4222`. Constant. */
  readonly url: string;
  /** The subject. */
  readonly subject: string | StringSlot;
  /** The message, sent as JSON. */
  readonly payload: { readonly [key: string]: Payload };
  /**
   * One of a user with a password, a token, an NKey, and a file of credentials. Constant.
   *
   * @default none
   */
  readonly auth?: NATSAuth;
  /**
   * TLS: the CA certificate for the server, and the certificate and key of the client. Constant.
   *
   * @default none: as the URL says
   */
  readonly tls?: TLSConfig;
}

/**
 * Puts a message on a subject of NATS. The action is a success as soon as the client has taken the message: NATS does not
 * acknowledge it (pkg/sensors/triggers/nats/nats.go).
 *
 * @example
 * ```ts
 * sensor.do('publish', {
 *   conditions: request,
 *   action: nats({
 *     url: 'nats://nats.events:4222',
 *     subject: text`issues.${request.data.body.issue.number}`,
 *     payload: { by: request.data.body.comment.user.login },
 *     auth: { token: { name: 'nats', key: 'token' } },
 *   }),
 * });
 * ```
 * ```yaml
 * auth:
 *   token:
 *     name: nats
 *     key: token
 * ```
 */
export function nats(message: NatsMessage): Action {
  return connectedTrigger('nats', message);
}

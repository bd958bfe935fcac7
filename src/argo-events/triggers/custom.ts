import type { StringSlot } from '../references/slot';
import type { Action } from './action';
import type { SecretKey } from './http';
import { connectedTrigger } from './of-kind';
import type { Payload } from './payload';

/** A call of a trigger server of your own. What is said to be constant makes the connection, which the engine keeps. */
export interface CustomCall {
  /** The address of the server: `builder.events:9000`. Constant. */
  readonly serverURL: string;
  /** What the server gets to fetch its object: texts only. */
  readonly spec: Readonly<Record<string, string | StringSlot>>;
  /**
   * What the server gets to execute, as JSON.
   *
   * @default none
   */
  readonly payload?: { readonly [key: string]: Payload };
  /**
   * The Secret with the certificate of the server or of its CA.
   *
   * @default none: without TLS
   */
  readonly certSecret?: SecretKey;
  /**
   * The name that is expected in the certificate of the server. Constant.
   *
   * @default the host of `serverURL`
   */
  readonly serverNameOverride?: string;
}

/**
 * Calls a gRPC server of your own. It has the service `Trigger` of pkg/sensors/triggers/trigger.proto: it fetches an object,
 * executes it, and says whether that was a success (pkg/sensors/triggers/custom-trigger/custom-trigger.go).
 *
 * @example
 * ```ts
 * sensor.do('build', {
 *   conditions: request,
 *   action: custom({
 *     serverURL: 'builder.events:9000',
 *     spec: { job: 'docs' },
 *     payload: { by: request.data.body.comment.user.login },
 *     certSecret: { name: 'builder', key: 'ca.crt' },
 *   }),
 * });
 * ```
 * ```yaml
 * custom:
 *   serverURL: builder.events:9000
 *   secure: true
 *   certSecret:
 *     name: builder
 *     key: ca.crt
 *   spec:
 *     job: docs
 * ```
 */
export function custom({ serverURL, certSecret, ...call }: CustomCall): Action {
  return connectedTrigger('custom', {
    serverURL,
    ...(certSecret && { secure: true, certSecret }),
    ...call,
  });
}

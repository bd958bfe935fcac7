import type { StringSlot } from '../references/slot';
import type { Action } from './action';
import type { SecretKey } from './http';
import { connectedTrigger } from './of-kind';
import type { Payload } from './payload';

/** A call of an action of Apache OpenWhisk. What is said to be constant makes the connection, which the engine keeps. */
export interface WhiskCall {
  /** The host of the API. Constant. */
  readonly host: string;
  /** The name of the action. */
  readonly actionName: string | StringSlot;
  /** What the action gets, as JSON. */
  readonly payload: { readonly [key: string]: Payload };
  /**
   * The Secret with the authentication key.
   *
   * @default none
   */
  readonly authToken?: SecretKey;
  /**
   * The namespace of the action. Constant.
   *
   * @default '_', that of the authentication key
   */
  readonly namespace?: string;
  /**
   * The version of the API. Constant.
   *
   * @default 'v1'
   */
  readonly version?: string;
}

/**
 * Calls an action of Apache OpenWhisk and waits for its end. It fails if the answer has no status of success
 * (Execute in pkg/sensors/triggers/apache-openwhisk/apache-openwhisk.go).
 *
 * @example
 * ```ts
 * sensor.do('call', {
 *   conditions: request,
 *   action: openWhisk({
 *     host: 'whisk.example.com',
 *     actionName: 'triage',
 *     payload: { by: request.data.body.comment.user.login },
 *     authToken: { name: 'whisk', key: 'auth' },
 *   }),
 * });
 * ```
 * ```yaml
 * openWhisk:
 *   host: whisk.example.com
 *   actionName: triage
 * ```
 */
export function openWhisk(call: WhiskCall): Action {
  return connectedTrigger('openWhisk', call);
}

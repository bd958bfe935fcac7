import type { StringSlot } from '../references/slot';
import type { Action } from './action';
import type { SecretKey } from './http';
import { connectedTrigger } from './of-kind';
import type { Payload } from './payload';

/** A call of a function of AWS Lambda. What is said to be constant makes the connection, which the engine keeps. */
export interface LambdaCall {
  /** The name or the ARN of the function. */
  readonly functionName: string | StringSlot;
  /** The region, such as `eu-central-1`. Constant. */
  readonly region: string;
  /** What the function gets, as JSON. */
  readonly payload: { readonly [key: string]: Payload };
  /**
   * `RequestResponse` waits for the end of the function, `Event` only hands over the call, `DryRun` only checks it.
   *
   * @default 'RequestResponse'
   */
  readonly invocationType?: 'RequestResponse' | 'Event' | 'DryRun' | StringSlot;
  /**
   * The role that the pod takes on. The two keys have no effect then. Constant.
   *
   * @default none
   */
  readonly roleARN?: string;
  /**
   * The Secret with the id of the access key.
   *
   * @default what the pod has, such as the role of its service account
   */
  readonly accessKey?: SecretKey;
  /**
   * The Secret with the access key. It goes together with `accessKey`.
   *
   * @default what the pod has
   */
  readonly secretKey?: SecretKey;
}

/**
 * Calls a function of AWS Lambda. It fails if AWS refuses the call. An error of the function itself is a success for the
 * engine: AWS answers with 200 (Execute in pkg/sensors/triggers/aws-lambda/aws-lambda.go).
 *
 * @example
 * ```ts
 * sensor.do('call', {
 *   conditions: request,
 *   action: awsLambda({
 *     functionName: 'triage',
 *     region: 'eu-central-1',
 *     payload: { issue: raw(request.data.body.issue.number) },
 *   }),
 * });
 * ```
 * ```yaml
 * awsLambda:
 *   functionName: triage
 *   region: eu-central-1
 * ```
 */
export function awsLambda(call: LambdaCall): Action {
  return connectedTrigger('awsLambda', call);
}

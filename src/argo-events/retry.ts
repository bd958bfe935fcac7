import type { Backoff } from '../../imports/argo-events';
import { seconds } from '../lint/duration';
import { invalid } from './references/invalid';

/** How a failed action is tried again. */
export interface Retry {
  /** How many times the action is tried in all, the first time included. */
  readonly steps: number;
  /** The pause after the first failure, with a unit: `10s`, `1m30s`, `500ms`. */
  readonly duration: string;
  /** What each pause is multiplied by to give the next one; 1 when left out. */
  readonly factor?: number;
  /** The part of a pause that is added at random, at most; 1 (up to twice the pause) when left out. */
  readonly jitter?: number;
}

/**
 * Retries with growing pauses (wait.ExponentialBackoff, by DoWithRetry in pkg/shared/util/retry.go). They run
 * inline: until they end, later events of the same trigger wait. The engine ignores a retry strategy without
 * `atLeastOnce`, so a trigger with one gets it.
 *
 * @throws ValidationError for steps that are no positive integer, a duration without unit, a factor under 1, a negative jitter
 */
export function backoff(retry: Retry): Backoff {
  const { steps, duration, factor, jitter } = retry;
  if (!Number.isInteger(steps) || steps < 1) {
    invalid('retry', `The steps of a retry are "${steps}": a positive integer is needed`);
  }
  if (seconds(duration) === undefined) {
    invalid(
      'retry',

      `The duration of a retry is "${duration}": numbers with units are needed, such as "10s" or "1m30s"`,
    );
  }
  if (factor !== undefined && !(Number.isFinite(factor) && factor >= 1)) {
    invalid('retry', `The factor of a retry is "${factor}": a number of at least 1 is needed`);
  }
  if (jitter !== undefined && !(Number.isFinite(jitter) && jitter >= 0)) {
    invalid('retry', `The jitter of a retry is "${jitter}": a number of at least 0 is needed`);
  }
  return {
    duration,
    ...(factor !== undefined && { factor }),
    ...(jitter !== undefined && { jitter }),
    steps,
  };
}

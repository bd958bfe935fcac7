import type { Backoff } from '../../imports/argo-events';
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
 * @throws Error for steps that are no positive integer, a duration without unit, a factor under 1, a negative jitter
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

/**
 * The longest that the pauses of a retry can take in all, in seconds: for so long a failing event holds up
 * the later ones of its trigger, beside the time of the attempts themselves.
 */
export function longestPause(retry: Backoff): number {
  const { factor = 1, jitter = 1, steps = 5 } = retry;
  let pause = seconds(retry.duration ?? '1s') ?? 0;
  let total = 0;
  for (let step = 1; step < steps; step++) {
    total += pause * (1 + Math.max(jitter, 0));
    pause *= factor;
  }
  return total;
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** The seconds of a Go duration (time.ParseDuration) that is not negative; undefined when it is none. */
export function seconds(duration: string): number | undefined {
  const number = String.raw`(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)`;
  if (duration === '0') return 0;
  if (!new RegExp(`^(?:${number})+$`).test(duration)) return undefined;
  return [...duration.matchAll(new RegExp(number, 'g'))].reduce(
    (total, [, amount, unit]) => total + Number(amount) * (UNITS[unit ?? ''] ?? 0),
    0,
  );
}

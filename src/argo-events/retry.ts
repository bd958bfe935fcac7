import type { Backoff } from '../../imports/argo-events';
import type { Finding } from '../findings/finding';
import type { PropPlace } from '../findings/refuse';
import { ValidationError } from '../findings/validation-error';
import { seconds } from '../lint/duration';
import { checkProps, optional, type PropTable } from './props';

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
 * @throws ValidationError with everything that is wrong with it: see {@link checkRetry}
 */
export function backoff(retry: Retry): Backoff {
  const findings = checkRetry({ path: ['retry'] }, retry);
  if (findings.length > 0) throw new ValidationError(findings);
  const { steps, duration, factor, jitter } = retry;
  return {
    duration,
    ...(factor !== undefined && { factor }),
    ...(jitter !== undefined && { jitter }),
    steps,
  };
}

/** The engine's own type for steps and for the attempts that it counts. */
const INT32 = 2 ** 31 - 1;

const isNumber = (value: unknown, least: number): boolean =>
  typeof value === 'number' && Number.isFinite(value) && value >= least;

const FIELDS: PropTable<Retry> = {
  steps: [
    (value) => Number.isInteger(value) && isNumber(value, 1) && (value as number) <= INT32,
    `an integer from 1 to ${INT32}`,
  ],
  duration: [
    (value) => typeof value === 'string' && seconds(value) !== undefined,
    'numbers with units, such as "10s" or "1m30s"',
  ],
  factor: optional([(value) => isNumber(value, 1), 'a number of at least 1']),
  jitter: optional([(value) => isNumber(value, 0), 'a number of at least 0']),
};

/**
 * Everything that is wrong with a retry, whatever the types let through.
 *
 * @param place where it is
 */
export function checkRetry(place: PropPlace, retry: unknown): Finding[] {
  return checkProps(place, retry, FIELDS, 'an object with steps and duration');
}

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

/** The longest time.Duration: an int64 of nanoseconds. */
const LONGEST = 2 ** 63 / 1e9;

/** The seconds of a Go duration (time.ParseDuration) that is not negative; undefined when it is none, or too long. */
export function seconds(duration: string): number | undefined {
  const number = String.raw`(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)`;
  if (duration === '0') return 0;
  if (!new RegExp(`^(?:${number})+$`).test(duration)) return undefined;
  const total = [...duration.matchAll(new RegExp(number, 'g'))].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ''] ?? 0),
    0,
  );
  return total < LONGEST ? total : undefined;
}

/** How a failed action is tried again, with the fields of the engine's Backoff. */
export interface RetryPauses {
  readonly duration?: string;
  readonly factor?: number;
  readonly jitter?: number;
  readonly steps?: number;
}

/**
 * The longest that the pauses of a retry can take in all, in seconds: for so long a failing event holds up the
 * later ones of its trigger, beside the time of the attempts themselves. What is left out is as the engine has
 * it (Convert2WaitBackoff in pkg/shared/util/retry.go); a factor of 0 leaves the pauses equal.
 */
export function longestPause({ duration = '1s', factor = 1, jitter = 1, steps = 5 }: RetryPauses): number {
  let pause = seconds(duration) ?? 0;
  let total = 0;
  // A retry of more steps than this is endless anyway.
  for (let step = 1; step < Math.min(steps > 0 ? steps : 5, 1_000_000); step++) {
    total += pause * (1 + Math.max(jitter, 0));
    if (factor !== 0) pause *= factor;
  }
  return total;
}

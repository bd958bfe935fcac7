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

/** The longest time.Duration, an int64 of nanoseconds, in seconds. */
const MAX_SECONDS = 2 ** 63 / 1e9;

const AMOUNT = String.raw`(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)`;
const AMOUNTS = new RegExp(AMOUNT, 'g');
const DURATION = new RegExp(`^(?:${AMOUNT})+$`);

/** A Go duration (time.ParseDuration) in seconds; undefined if it is invalid, negative or too long. */
export function seconds(duration: string): number | undefined {
  if (duration === '0') return 0;
  if (!DURATION.test(duration)) return undefined;
  const total = (duration.match(AMOUNTS) ?? []).reduce(
    (sum, amount) => sum + Number.parseFloat(amount) * (UNITS[amount.replace(/[\d.]+/, '')] ?? 0),
    0,
  );
  return total < MAX_SECONDS ? total : undefined;
}

/** The pauses between the tries of an action: fields of the engine's Backoff. */
export interface RetryPauses {
  readonly duration?: string;
  readonly factor?: number;
  readonly jitter?: number;
  readonly steps?: number;
}

/**
 * The longest total time of the pauses of a retry, in seconds. For this time, and that of the tries, a failing event
 * holds up the later events of its trigger. The defaults are those of the engine (Convert2WaitBackoff in
 * pkg/shared/util/retry.go). With a factor of 0, all pauses are equal.
 */
export function longestPause({ duration = '1s', factor = 1, jitter = 1, steps = 5 }: RetryPauses): number {
  let pause = seconds(duration) ?? 0;
  let total = 0;
  // More steps than this take years: the loop can stop here.
  for (let step = 1; step < Math.min(steps > 0 ? steps : 5, 1_000_000); step++) {
    total += pause * (1 + Math.max(jitter, 0));
    if (factor !== 0) pause *= factor;
  }
  return total;
}

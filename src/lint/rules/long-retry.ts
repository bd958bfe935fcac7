import { longestPause, type Pauses } from '../duration';
import { type Part, part } from '../plain';
import type { ObjectRule } from '../rule';
import { triggers } from '../sensor';

/** A trigger that is held up for long by one event. */
export const longRetry: ObjectRule = {
  id: 'long-retry',
  severity: 'warning',
  summary:
    'The pauses of a retryStrategy, and of a policy in each attempt, may be more than a quarter of an hour in all',
  why: 'Both run inline, so one event that cannot succeed holds up all later events of its trigger (actionFunc in pkg/sensors/listener.go, DoWithRetry in pkg/shared/util/retry.go, ApplyPolicy in pkg/sensors/policy/resource-labels.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const retry = part(trigger, 'retryStrategy');
      const policy = part(trigger, 'policy', 'k8s');
      const attempts = retry ? (pauses(retry).steps ?? 5) : 1;
      const inPolicy = policy ? longestPause(pauses(part(policy, 'backoff'))) : 0;
      const longest = (retry ? longestPause(pauses(retry)) : 0) + Math.max(attempts, 1) * inPolicy;
      const place = retry ?? policy;
      if (!place || longest <= MOST) continue;
      const time = Number.isFinite(longest) ? `${Math.round(longest)} seconds` : 'for ever';
      report(place.path, `Retries may pause ${time} in all`, place.value, `${MOST} seconds`);
    }
  },
};

const MOST = 900;

/** The fields of a backoff that are of the right type. */
function pauses(backoff: Part | undefined): Pauses {
  const { duration, factor, jitter, steps } = backoff?.value ?? {};
  return {
    ...(typeof duration === 'string' && { duration }),
    ...(typeof factor === 'number' && { factor }),
    ...(typeof jitter === 'number' && { jitter }),
    ...(typeof steps === 'number' && { steps }),
  };
}

import { longestPause, type RetryPauses } from '../duration';
import { type Part, partAt } from '../plain';
import type { ObjectRule } from '../rule';
import { triggers } from '../sensor';

/** A trigger that one event can hold up for long. */
export const longRetry: ObjectRule = {
  id: 'long-retry',
  severity: 'warning',
  summary:
    'The pauses of a retryStrategy, and of a policy in each try, may take more than 15 minutes in total',
  why: 'Both run inline. So one event that cannot succeed holds up all later events of its trigger (actionFunc in pkg/sensors/listener.go, DoWithRetry in pkg/shared/util/retry.go, ApplyPolicy in pkg/sensors/policy/resource-labels.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const retry = partAt(trigger, 'retryStrategy');
      const policy = partAt(trigger, 'policy', 'k8s');
      const attempts = retry ? (pausesOf(retry).steps ?? 5) : 1;
      const inPolicy = policy ? longestPause(pausesOf(partAt(policy, 'backoff'))) : 0;
      const longest = (retry ? longestPause(pausesOf(retry)) : 0) + Math.max(attempts, 1) * inPolicy;
      const place = retry ?? policy;
      if (!place || longest <= MAX_SECONDS) continue;
      report(
        place.path,
        Number.isFinite(longest)
          ? `the pauses may take ${Math.round(longest)} seconds in all`
          : 'the pauses have no end',
        { help: `expected at most ${MAX_SECONDS} seconds` },
      );
    }
  },
};

const MAX_SECONDS = 900;

/** The fields of a backoff that have the right type. */
function pausesOf(backoff: Part | undefined): RetryPauses {
  const { duration, factor, jitter, steps } = backoff?.value ?? {};
  return {
    ...(typeof duration === 'string' && { duration }),
    ...(typeof factor === 'number' && { factor }),
    ...(typeof jitter === 'number' && { jitter }),
    ...(typeof steps === 'number' && { steps }),
  };
}

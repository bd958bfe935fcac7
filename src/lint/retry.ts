import { longestPause, type RetryPauses } from './duration';
import { type Part, partAt } from './plain';

/** The longest total time of the pauses between the tries of a trigger, and of its policy in each try, in seconds. */
export function longestPauses(trigger: Part): number {
  const retry = partAt(trigger, 'retryStrategy');
  const policy = partAt(trigger, 'policy', 'k8s');
  const attempts = retry ? (pausesOf(retry).steps ?? 5) : 1;
  const inPolicy = policy ? longestPause(pausesOf(partAt(policy, 'backoff'))) : 0;
  return (retry ? longestPause(pausesOf(retry)) : 0) + Math.max(attempts, 1) * inPolicy;
}

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

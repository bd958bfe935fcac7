import { partAt } from '../plain';
import { longestPauses } from '../retry';
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
      const place = partAt(trigger, 'retryStrategy') ?? partAt(trigger, 'policy', 'k8s');
      const longest = longestPauses(trigger);
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

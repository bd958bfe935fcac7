import { longestPause } from '../duration';
import { part } from '../plain';
import type { ObjectRule } from '../rule';
import { triggers } from '../sensor';

/** A retry that holds up a trigger for long. */
export const longRetry: ObjectRule = {
  id: 'long-retry',
  severity: 'warning',
  summary: 'A retryStrategy may pause for more than a quarter of an hour in all',
  why: 'Retries run inline, so one event that cannot succeed holds up all later events of its trigger (actionFunc in pkg/sensors/listener.go, DoWithRetry in pkg/shared/util/retry.go).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const trigger of triggers(sensor)) {
      const retry = part(trigger, 'retryStrategy');
      if (!retry) continue;
      const { duration, factor, jitter, steps } = retry.value;
      const longest = longestPause({
        ...(typeof duration === 'string' && { duration }),
        ...(typeof factor === 'number' && { factor }),
        ...(typeof jitter === 'number' && { jitter }),
        ...(typeof steps === 'number' && { steps }),
      });
      if (longest <= MOST) continue;
      const time = Number.isFinite(longest) ? `${Math.round(longest)} seconds` : 'for ever';
      report(retry.path, `Retries may pause ${time} in all`, retry.value, `${MOST} seconds`);
    }
  },
};

const MOST = 900;

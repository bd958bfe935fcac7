import type { TimeFilter } from '../../../imports/argo-events';
import type { Filter } from './filter';

/**
 * Passes when the event came at this time of the day: from `start`, up to and without `stop`, each as
 * `HH:MM:SS`; over midnight when `stop` is the earlier. In UTC when there is no time zone.
 */
export function timeOfDay(time: TimeFilter): Filter {
  return { toFilter: () => ({ time: { ...time } }) };
}

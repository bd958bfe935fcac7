import type { TimeFilter } from '../../../imports/argo-events';
import type { Filter } from './filter';

/**
 * Passes if the event came between two times of day: at `start` or later, and before `stop`. Both are `HH:MM:SS`, in
 * UTC unless `timezone` names another time zone. If `stop` is earlier than `start`, the time goes over midnight.
 *
 * @example
 * ```ts
 * sensor.on('by-day', github.event('comments'), {
 *   filters: () => [timeOfDay({ start: '08:00:00', stop: '18:00:00', timezone: 'Europe/Vienna' })],
 * });
 * ```
 * ```yaml
 * filters:
 *   time:
 *     start: "08:00:00"
 *     stop: "18:00:00"
 *     timezone: Europe/Vienna
 * ```
 */
export function timeOfDay(time: TimeFilter): Filter {
  return { toFilter: () => ({ time: { ...time } }) };
}

import { isSchedule, SCHEDULE } from '../checks/schedule';
import { isInteger } from '../checks/values';
import { group, prop, value } from './row';

/** How the loop re-triggers tasks that are stuck. */
export interface Resync {
  /**
   * When, in cron's five fields, in which Sunday is 0.
   *
   * @default '*\/5 * * * *'
   */
  readonly schedule?: string;
  /**
   * The most tasks that are re-triggered in each run: those first that were re-triggered least often, then those longest
   * unchanged.
   *
   * @default 20
   */
  readonly batch?: number;
  /**
   * Seconds. A task in which a comment waits is re-triggered when it has not changed for this time. Each time doubles this
   * interval for that task, up to 64 times.
   *
   * @default 300
   */
  readonly pause?: number;
}

export const RESYNC = group<Resync>({
  schedule: prop('*/5 * * * *', value(isSchedule, SCHEDULE)),
  batch: prop(20, value(isInteger(1, 1000), 'an integer from 1 to 1000')),
  pause: prop(300, value(isInteger(1, 86_400), 'seconds, an integer from 1 to 86400')),
});

import type { LogTrigger } from '../../../imports/argo-events';
import type { Action } from './action';

/** Writes the event to the sensor's log: at most once in so many seconds, each time when left out. */
export function log(options: LogTrigger = {}): Action {
  return { bind: () => ({ template: { log: { ...options } }, uses: [], permissions: [] }) };
}

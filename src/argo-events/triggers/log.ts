import type { Action } from './action';

/**
 * Writes each event to the sensor's log. The engine's `intervalSeconds` has no effect: it makes the trigger anew for
 * every event and forgets when it last wrote (triggerOne in pkg/sensors/listener.go).
 */
export function log(): Action {
  return { bind: () => ({ template: { log: {} }, permissions: [] }) };
}

import type { Action } from './action';

/**
 * Writes each event to the log of the sensor. The engine's `intervalSeconds` would have no effect: the engine makes a
 * new trigger for each event, and that does not know when the last one wrote (triggerOne in pkg/sensors/listener.go).
 *
 * @example
 * ```ts
 * sensor.do('print', { conditions: request, action: log() });
 * ```
 * ```yaml
 * - template:
 *     name: print
 *     conditions: request
 *     log: {}
 * ```
 */
export function log(): Action {
  return { bind: () => ({ template: { log: {} }, permissions: [] }) };
}

import type { EventContextFilter } from '../../../imports/argo-events';
import type { Filter } from './filter';

/**
 * Passes if the CloudEvents context has exactly these values. `source` is the name of the event source, and `subject`
 * the name of the event (filterContext in pkg/sensors/dependencies/filter.go).
 *
 * The controller adds the other fields of a context to the Sensor, `time` as null (EventContext in
 * pkg/apis/events/v1alpha1/sensor_types.go). So `kubectl apply` finds the Sensor changed each time.
 *
 * @example
 * ```ts
 * sensor.on('comment', github.event('comments'), {
 *   filters: () => [contextEquals({ type: 'github', subject: 'comments' })],
 * });
 * ```
 * ```yaml
 * filters:
 *   context:
 *     type: github
 *     subject: comments
 * ```
 */
export function contextEquals(expected: EventContextFilter): Filter {
  return { toFilter: () => ({ context: { ...expected } }) };
}

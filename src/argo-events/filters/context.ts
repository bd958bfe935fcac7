import type { EventContextFilter } from '../../../imports/argo-events';
import type { Filter } from './filter';

/**
 * Passes when the CloudEvents context has these values, exact: `source` is the name of the event source,
 * `subject` that of the event (filterContext in pkg/sensors/dependencies/filter.go). The controller writes the fields of
 * a context that are left out beside them, `time` as null (EventContext in pkg/apis/events/v1alpha1/sensor_types.go), so that
 * `kubectl apply` finds the Sensor changed each time: only a time that is made up would stay there.
 */
export function contextEquals(expected: EventContextFilter): Filter {
  return { toFilter: () => ({ context: { ...expected } }) };
}

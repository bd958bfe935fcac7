import type { EventContextFilter } from '../../../imports/argo-events';
import type { Filter } from './filter';

/**
 * Passes when the CloudEvents context has these values, exact: `source` is the name of the event source,
 * `subject` that of the event (filterContext in pkg/sensors/dependencies/filter.go).
 */
export function contextEquals(expected: EventContextFilter): Filter {
  return { toFilter: () => ({ context: { ...expected } }) };
}

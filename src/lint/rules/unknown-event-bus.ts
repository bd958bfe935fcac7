import { busName, busOf, nameOf, namespaceOf, ofKind } from '../objects';
import type { SetRule } from '../rule';

/** A bus that there is not. */
export const unknownEventBus: SetRule = {
  id: 'unknown-event-bus',
  severity: 'error',
  summary: 'A Sensor or EventSource names an EventBus that is not among those of its namespace',
  why: 'No Deployment is made of it (reconcile in pkg/reconciler/sensor/controller.go, Reconcile in pkg/reconciler/eventsource/resource.go).',
  checkAll: (objects, reportOn) => {
    for (const object of [...ofKind(objects, 'EventSource'), ...ofKind(objects, 'Sensor')]) {
      const buses = ofKind(objects, 'EventBus', namespaceOf(object)).map(nameOf);
      // Without any bus here, that of the namespace comes from elsewhere.
      if (buses.length === 0 || busOf(objects, object)) continue;
      reportOn(object)(['spec', 'eventBusName'], 'EventBus is not known', busName(object), buses);
    }
  },
};

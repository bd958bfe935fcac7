import { busName, namespaceOf } from '../objects';
import { reportUnknownNames } from '../resolve';
import type { SetRule } from '../rule';

/** A bus that does not exist. */
export const unknownEventBus: SetRule = {
  id: 'unknown-event-bus',
  severity: 'warning',
  summary: 'A Sensor or EventSource names an EventBus that its namespace does not have',
  why: 'The controller makes no Deployment for it (reconcile in pkg/reconciler/sensor/controller.go, Reconcile in pkg/reconciler/eventsource/resource.go).',
  checkAll: (objects, reportOn, known) => {
    for (const object of [...objects.ofKind('EventSource'), ...objects.ofKind('Sensor')]) {
      const path = ['spec', 'eventBusName'];
      const use = { kind: 'EventBus', name: busName(object), namespace: namespaceOf(object), path };
      reportUnknownNames(known, [use], reportOn(object));
    }
  },
};

import { quote } from '../../findings/words';
import { busName, eventSourceOf, nameOf, sharedServerOf } from '../objects';
import type { SetRule } from '../rule';
import { dependencies } from '../sensor';

/** A Sensor that cannot get the events of its EventSource. */
export const differentBus: SetRule = {
  id: 'different-bus',
  severity: 'error',
  summary: 'A Sensor uses another bus than its EventSource',
  why: 'Each connects to the bus of its own eventBusName, or to the one called default. So the events never arrive (reconcile in pkg/reconciler/sensor/controller.go, Reconcile in pkg/reconciler/eventsource/resource.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      for (const { path, value } of dependencies(sensor)) {
        const source = eventSourceOf(known, sensor, value);
        // The bus of an external EventSource may be unknown.
        if (!source || !('spec' in source) || busName(source) === busName(sensor)) continue;
        const server = sharedServerOf(known, sensor);
        if (server !== undefined && server === sharedServerOf(known, source)) continue;
        reportOn(sensor)(
          [...path, 'eventSourceName'],
          `the EventSource ${quote(nameOf(source))} uses the bus ${quote(busName(source))}, but the Sensor uses ${quote(busName(sensor))}`,
          { value: value['eventSourceName'], help: 'use one bus for both' },
        );
      }
    }
  },
};

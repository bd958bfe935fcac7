import { quote } from '../../findings/words';
import { busName, eventSourcesOf, nameOf, sharedServerOf } from '../objects';
import type { PlainObject, SetRule } from '../rule';
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
        const sources = eventSourcesOf(known, sensor, value);
        const server = sharedServerOf(known, sensor);
        const reaches = (source: PlainObject) =>
          // The bus of an external EventSource may be unknown.
          !('spec' in source) ||
          busName(source) === busName(sensor) ||
          (server !== undefined && server === sharedServerOf(known, source));
        const [source] = sources;
        if (source === undefined || sources.some(reaches)) continue;
        reportOn(sensor)(
          [...path, 'eventSourceName'],
          `the EventSource ${quote(nameOf(source))} uses the bus ${quote(busName(source))}, but the Sensor uses ${quote(busName(sensor))}`,
          { value: value['eventSourceName'], help: 'use one bus for both' },
        );
      }
    }
  },
};

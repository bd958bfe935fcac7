import { busOf } from '../objects';
import { asString, valueAt } from '../plain';
import type { SetRule } from '../rule';
import { dependencies } from '../sensor';

/** Two dependencies on one event, on a STAN bus. */
export const stanDuplicateEvent: SetRule = {
  id: 'stan-duplicate-event',
  severity: 'error',
  summary: 'A Sensor on a STAN bus (nats) has two dependencies on one event',
  why: 'The controller rejects the Sensor (validateDependencies in pkg/reconciler/sensor/validate.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      const bus = busOf(known, sensor);
      if (!bus || valueAt(bus, 'spec', 'nats') === undefined) continue;
      const seen = new Set<string>();
      for (const { path, value } of dependencies(sensor)) {
        const event = [asString(value['eventSourceName']), asString(value['eventName'])];
        if (event.includes(undefined)) continue;
        const key = JSON.stringify(event);
        if (seen.has(key)) {
          reportOn(sensor)([...path, 'eventName'], 'another dependency has the same event', {
            value: value['eventName'],
            help: 'write one dependency for each event, or use a bus of JetStream',
          });
        }
        seen.add(key);
      }
    }
  },
};

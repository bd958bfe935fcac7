import { eventsOf } from '../event-source';
import { nameOf, namespaceOf, objectsOfKind, usesJetStream } from '../objects';
import { asString } from '../plain';
import type { SetRule } from '../rule';
import { dependencies } from '../sensor';

/** A dependency on an event that its source does not have. */
export const unknownEvent: SetRule = {
  id: 'unknown-event',
  severity: 'error',
  summary: 'A dependency names an event that its EventSource does not have',
  why: 'Nothing is ever published under that subject (Subscribe in pkg/eventbus/jetstream/sensor/trigger_conn.go): the trigger waits for ever.',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objectsOfKind(objects, 'Sensor')) {
      const sources = objectsOfKind(known, 'EventSource', namespaceOf(sensor));
      for (const { path, value } of dependencies(sensor)) {
        const source = sources.find((one) => nameOf(one) === value['eventSourceName']);
        const name = asString(value['eventName']);
        // Of an external one the events may not be told; STAN takes patterns.
        if (!source || !('spec' in source) || name === undefined) continue;
        if (!usesJetStream(known, sensor) && /[*?[{]/.test(name)) continue;
        const names = eventsOf(source).map((event) => event.name);
        if (names.includes(name)) continue;
        reportOn(sensor)([...path, 'eventName'], 'EventSource has no such event', name, names);
      }
    }
  },
};

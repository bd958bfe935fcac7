import { namespaceOf, objectsOfKind, usesJetStream } from '../objects';
import { asString } from '../plain';
import { reportUnknownNames } from '../resolve';
import type { SetRule } from '../rule';
import { dependencies } from '../sensor';

/** A dependency on an event source that there is not. */
export const unknownEventSource: SetRule = {
  id: 'unknown-event-source',
  severity: 'warning',
  summary:
    'A dependency names an EventSource that is neither among the objects of its namespace nor declared external',
  why: 'Nobody looks whether there is one: the sensor runs, subscribes to a subject under which nothing is ever published, and waits for ever (Subscribe in pkg/eventbus/jetstream/sensor/trigger_conn.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objectsOfKind(objects, 'Sensor')) {
      const uses = dependencies(sensor).flatMap(({ path, value }) => {
        const name = asString(value['eventSourceName']);
        // STAN takes patterns; the schema has a word on what is empty.
        if (!name || (!usesJetStream(known, sensor) && /[*?[{]/.test(name))) return [];
        const place = [...path, 'eventSourceName'];
        return { kind: 'EventSource', name, namespace: namespaceOf(sensor), path: place };
      });
      reportUnknownNames(known, uses, reportOn(sensor));
    }
  },
};

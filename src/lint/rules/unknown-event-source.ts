import { namespaceOf, usesJetStream } from '../objects';
import { asString } from '../plain';
import { reportUnknownNames } from '../resolve';
import type { SetRule } from '../rule';
import { dependencies } from '../sensor';

/** A dependency on an EventSource that does not exist. */
export const unknownEventSource: SetRule = {
  id: 'unknown-event-source',
  severity: 'warning',
  summary:
    'A dependency names an EventSource that is neither among the objects of its namespace nor declared external',
  why: 'Nothing checks whether it exists. The sensor runs and subscribes to a subject under which nothing is published, so it waits for ever (Subscribe in pkg/eventbus/jetstream/sensor/trigger_conn.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      const uses = dependencies(sensor).flatMap(({ path, value }) => {
        const name = asString(value['eventSourceName']);
        // On a STAN bus the name may be a pattern. The schema refuses an empty name.
        if (!name || (!usesJetStream(known, sensor) && /[*?[{]/.test(name))) return [];
        const place = [...path, 'eventSourceName'];
        return { kind: 'EventSource', name, namespace: namespaceOf(sensor), path: place };
      });
      reportUnknownNames(known, uses, reportOn(sensor));
    }
  },
};

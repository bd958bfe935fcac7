import { namespaceOf, sharedServerOf, usesJetStream } from '../objects';
import { asString } from '../plain';
import { reportUnknownNames } from '../resolve';
import type { PlainObject, SetRule } from '../rule';
import { dependencies } from '../sensor';

/** A dependency on an EventSource that does not exist. */
export const unknownEventSource: SetRule = {
  id: 'unknown-event-source',
  severity: 'warning',
  summary: 'A dependency names an EventSource that its namespace does not have',
  why: 'Nothing checks whether it exists. The sensor runs and subscribes to a subject under which nothing is published, so it waits for ever (Subscribe in pkg/eventbus/jetstream/sensor/trigger_conn.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      const server = sharedServerOf(known, sensor);
      const uses = dependencies(sensor).flatMap(({ path, value }) => {
        const name = asString(value['eventSourceName']);
        // On a STAN bus the name may be a pattern. The schema refuses an empty name.
        if (!name || (!usesJetStream(known, sensor) && /[*?[{]/.test(name))) return [];
        // One of another namespace reaches the sensor if both are on one server.
        const isOnServer = (source: PlainObject) => sharedServerOf(known, source) === server;
        if (server !== undefined && known.ofKind('EventSource', { name }).some(isOnServer)) return [];
        const place = [...path, 'eventSourceName'];
        return { kind: 'EventSource', name, namespace: namespaceOf(sensor), path: place };
      });
      reportUnknownNames(known, uses, reportOn(sensor));
    }
  },
};

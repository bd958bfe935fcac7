import { nameHelp } from '../../findings/refuse';
import { describe, quote } from '../../findings/words';
import { eventsOf, hasEvent } from '../event-source';
import { eventSourcesOf, usesJetStream } from '../objects';
import { asString } from '../plain';
import type { SetRule } from '../rule';
import { dependencies } from '../sensor';

/** A dependency on an event that does not exist. */
export const unknownEvent: SetRule = {
  id: 'unknown-event',
  severity: 'error',
  summary: 'A dependency names an event that its EventSource does not have',
  why: 'Nothing is published under that subject, so the trigger waits for ever (Subscribe in pkg/eventbus/jetstream/sensor/trigger_conn.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      for (const { path, value } of dependencies(sensor)) {
        const sources = eventSourcesOf(known, sensor, value);
        const name = asString(value['eventName']);
        // The events of an external EventSource may be unknown. On a STAN bus the name may be a pattern.
        if (sources.length === 0 || !sources.every((source) => 'spec' in source) || name === undefined)
          continue;
        if (!usesJetStream(known, sensor) && /[*?[{]/.test(name)) continue;
        if (sources.some((source) => hasEvent(source, name))) continue;
        const names = sources.flatMap(eventsOf).map((event) => event.name);
        reportOn(sensor)(
          [...path, 'eventName'],
          `the EventSource ${describe(value['eventSourceName'])} has no event ${quote(name)}`,
          { value: name, help: nameHelp(name, names) },
        );
      }
    }
  },
};

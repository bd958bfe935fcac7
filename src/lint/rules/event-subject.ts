import type { FieldPath } from '../../findings/finding';
import { quote } from '../../findings/words';
import { eventsOf } from '../event-source';
import { nameOf, usesJetStream } from '../objects';
import { asString } from '../plain';
import type { PlainObject, SetRule } from '../rule';
import { dependencies } from '../sensor';

/** A name that cannot be in the subject of an event. */
export const eventSubject: SetRule = {
  id: 'event-subject',
  severity: 'error',
  summary: 'An EventSource or event on JetStream has a name that cannot be part of a subject',
  why: 'The subject is default.<event source>.<event>, and the stream holds default.*.*. With a dot or a space in a name, nothing is published or received (Publish in pkg/eventbus/jetstream/eventsource/source_conn.go, CreateStream in pkg/eventbus/jetstream/base/jetstream.go). With a wildcard in a name, the sensor receives events but finds no dependency for them, and drops them (getDependencyNames in pkg/eventbus/jetstream/sensor/trigger_conn.go).',
  checkAll: (objects, reportOn, known) => {
    for (const object of [...objects.ofKind('EventSource'), ...objects.ofKind('Sensor')]) {
      if (!usesJetStream(known, object)) continue;
      for (const { path, name } of object['kind'] === 'Sensor'
        ? subjectPartsOfSensor(object)
        : subjectPartsOfEventSource(object)) {
        if (!/[.\s]|^[*>]$/.test(name)) continue;
        reportOn(object)(path, `${quote(name)} cannot be a part of a subject of the bus`, {
          value: name,
          help: 'expected no dots, spaces and wildcards',
        });
      }
    }
  },
};

interface SubjectPart {
  readonly path: FieldPath;
  readonly name: string;
}

function subjectPartsOfEventSource(source: PlainObject): SubjectPart[] {
  return [{ path: ['metadata', 'name'], name: nameOf(source) }, ...eventsOf(source)];
}

function subjectPartsOfSensor(sensor: PlainObject): SubjectPart[] {
  return dependencies(sensor).flatMap(({ path, value }) =>
    ['eventSourceName', 'eventName'].map((field) => ({
      path: [...path, field],
      name: asString(value[field]) ?? '',
    })),
  );
}

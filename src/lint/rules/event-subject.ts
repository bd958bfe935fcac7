import { events } from '../event-source';
import { nameOf, ofKind, usesJetStream } from '../objects';
import { string } from '../plain';
import type { Path, PlainObject, SetRule } from '../rule';
import { dependencies } from '../sensor';

/** A name that breaks the subject of its events. */
export const eventSubject: SetRule = {
  id: 'event-subject',
  severity: 'error',
  summary: 'An EventSource or event on JetStream has a name that cannot be part of a subject',
  why: 'The subject is default.<event source>.<event>, and the stream holds default.*.*: with a dot or space nothing is published or received (Publish in pkg/eventbus/jetstream/eventsource/source_conn.go, CreateStream in pkg/eventbus/jetstream/base/jetstream.go). What a wildcard receives belongs to no dependency and is thrown away (getDependencyNames in pkg/eventbus/jetstream/sensor/trigger_conn.go).',
  checkAll: (objects, reportOn, known) => {
    for (const object of [...ofKind(objects, 'EventSource'), ...ofKind(objects, 'Sensor')]) {
      if (!usesJetStream(known, object)) continue;
      for (const { path, name } of object['kind'] === 'Sensor' ? ofSensor(object) : ofEventSource(object)) {
        if (!/[.\s]|^[*>]$/.test(name)) continue;
        reportOn(object)(path, 'Name cannot be part of a subject', name, 'no dots, spaces and wildcards');
      }
    }
  },
};

interface Name {
  readonly path: Path;
  readonly name: string;
}

function ofEventSource(source: PlainObject): Name[] {
  return [{ path: ['metadata', 'name'], name: nameOf(source) }, ...events(source)];
}

function ofSensor(sensor: PlainObject): Name[] {
  return dependencies(sensor).flatMap(({ path, value }) =>
    ['eventSourceName', 'eventName'].map((field) => ({
      path: [...path, field],
      name: string(value[field]) ?? '',
    })),
  );
}

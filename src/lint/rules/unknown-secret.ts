import { eventsOf } from '../event-source';
import { namespaceOf } from '../objects';
import { asString, partAt } from '../plain';
import { reportUnknownNames } from '../resolve';
import type { PlainObject, SetRule } from '../rule';
import { KINDS_WITH_SECRETS, keyReferences, type MountedObject, mountedObjects } from '../secrets';

/** A Secret or ConfigMap that does not exist. */
export const unknownSecret: SetRule = {
  id: 'unknown-secret',
  severity: 'warning',
  summary:
    'A Sensor, EventSource or EventBus reads or mounts a Secret or ConfigMap that its namespace does not have',
  why: 'The engine mounts each Secret and ConfigMap of which it reads a key, and none of these volumes is optional, even if the selector says so. So the pods wait in ContainerCreating until the object exists (VolumesFromSecretsOrConfigMaps in pkg/shared/util/util.go). A calendar does not start without the ConfigMap of its last event, unless it may make it (NewConfigMapPersist in pkg/eventsources/persist/event_persist.go).',
  checkAll: (objects, reportOn, known) => {
    for (const object of KINDS_WITH_SECRETS.flatMap((kind) => objects.ofKind(kind))) {
      const namespace = namespaceOf(object);
      const uses = [
        ...keyReferences(object).map(({ path, ...rest }) => ({ ...rest, path: [...path, 'name'] })),
        ...mountedObjects(object),
        ...rememberingObjects(object),
      ];
      reportUnknownNames(
        known,
        uses.map(({ kind, name, path }) => ({ kind, name, namespace, path })),
        reportOn(object),
      );
    }
  },
};

/** The ConfigMaps in which calendars remember their last event, and which the engine does not make. */
function rememberingObjects(object: PlainObject): Pick<MountedObject, 'kind' | 'name' | 'path'>[] {
  const calendars = eventsOf(object).filter(({ kind }) => kind === 'calendar');
  return calendars.flatMap((calendar) => {
    const configMap = partAt(calendar, 'persistence', 'configMap');
    const name = asString(configMap?.value['name']);
    if (configMap === undefined || !name || configMap.value['createIfNotExist'] === true) return [];
    return { kind: 'ConfigMap', name, path: [...configMap.path, 'name'] };
  });
}

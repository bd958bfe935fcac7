import { namespaceOf, objectsOfKind } from '../objects';
import { reportUnknownNames } from '../resolve';
import type { SetRule } from '../rule';
import { KINDS_WITH_SECRETS, keyReferences, mountedObjects } from '../secrets';

/** A Secret or ConfigMap that there is not. */
export const unknownSecret: SetRule = {
  id: 'unknown-secret',
  severity: 'warning',
  summary:
    'A Secret or ConfigMap that a Sensor, EventSource or EventBus reads or mounts is neither among the objects of its namespace nor declared external',
  why: 'Each one that a key is read from is mounted as a volume, and none of these is optional, whatever the selector says: the pods wait in ContainerCreating until it is there (VolumesFromSecretsOrConfigMaps in pkg/shared/util/util.go).',
  checkAll: (objects, reportOn, known) => {
    for (const object of KINDS_WITH_SECRETS.flatMap((kind) => objectsOfKind(objects, kind))) {
      const namespace = namespaceOf(object);
      const uses = [
        ...keyReferences(object).map(({ path, ...rest }) => ({ ...rest, path: [...path, 'name'] })),
        ...mountedObjects(object),
      ];
      reportUnknownNames(
        known,
        uses.map(({ kind, name, path }) => ({ kind, name, namespace, path })),
        reportOn(object),
      );
    }
  },
};

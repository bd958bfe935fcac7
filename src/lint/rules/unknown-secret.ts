import { namespaceOf } from '../objects';
import { reportUnknownNames } from '../resolve';
import type { SetRule } from '../rule';
import { KINDS_WITH_SECRETS, keyReferences, mountedObjects } from '../secrets';

/** A Secret or ConfigMap that does not exist. */
export const unknownSecret: SetRule = {
  id: 'unknown-secret',
  severity: 'warning',
  summary:
    'A Sensor, EventSource or EventBus reads or mounts a Secret or ConfigMap that is neither among the objects of its namespace nor declared external',
  why: 'The engine mounts each Secret and ConfigMap of which it reads a key, and none of these volumes is optional, even if the selector says so. So the pods wait in ContainerCreating until the object exists (VolumesFromSecretsOrConfigMaps in pkg/shared/util/util.go).',
  checkAll: (objects, reportOn, known) => {
    for (const object of KINDS_WITH_SECRETS.flatMap((kind) => objects.ofKind(kind))) {
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

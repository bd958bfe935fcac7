import { nameHelp } from '../../findings/refuse';
import { quote } from '../../findings/words';
import { namespaceOf } from '../objects';
import { asObject, valueAt } from '../plain';
import type { PlainObject, SetRule } from '../rule';
import { KINDS_WITH_SECRETS, keyReferences } from '../secrets';

/** A key that a Secret or ConfigMap does not have. */
export const missingKey: SetRule = {
  id: 'missing-key',
  severity: 'error',
  summary: 'A Secret or ConfigMap lacks a key that a Sensor, EventSource or EventBus reads',
  why: 'The whole Secret or ConfigMap is mounted, and the key is read as a file. So the pod starts, and later the action or the event source fails (GetSecretFromVolume in pkg/shared/util/util.go).',
  checkAll: (objects, reportOn, known) => {
    for (const object of KINDS_WITH_SECRETS.flatMap((kind) => objects.ofKind(kind))) {
      for (const { path, kind, name, key } of keyReferences(object)) {
        const holders = known.ofKind(kind, { namespace: namespaceOf(object), name }).map(keysOf);
        // An object without any keys is filled in by something else.
        if (holders.some((keys) => keys.length === 0 || keys.includes(key))) continue;
        const keys = holders.flat();
        if (keys.length === 0) continue;
        reportOn(object)([...path, 'key'], `the ${kind} ${quote(name)} has no key ${quote(key)}`, {
          value: key,
          help: nameHelp(key, keys),
        });
      }
    }
  },
};

function keysOf(holder: PlainObject): string[] {
  // Kubernetes fills in the keys of this type.
  if (holder['type'] === 'kubernetes.io/service-account-token') return [];
  return ['data', 'stringData', 'binaryData'].flatMap((field) =>
    Object.keys(asObject(valueAt(holder, field))),
  );
}

import { quote } from '../../findings/words';
import type { ObjectRule } from '../rule';
import { keyReferences } from '../secrets';

/** A Secret or ConfigMap from whose name the engine cannot make a volume. */
export const volumeName: ObjectRule = {
  id: 'volume-name',
  severity: 'error',
  summary: 'The name of a Secret or ConfigMap gives an invalid name of a volume',
  why: 'The engine mounts each one as a volume secret-<name> or cm-<name>. The name of a volume has no dots and at most 63 characters, so the API server refuses the Deployment (VolumesFromSecretsOrConfigMaps in pkg/shared/util/util.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (object, report) => {
    for (const { kind, name, path } of keyReferences(object)) {
      const volume = `${kind === 'Secret' ? 'secret' : 'cm'}-${name.replaceAll('_', '-')}`;
      if (volume.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(volume)) continue;
      const most = 63 - volume.length + name.length;
      report([...path, 'name'], `no volume can be named after ${quote(name)}`, {
        value: name,
        help: `expected at most ${most} letters, digits and -`,
      });
    }
  },
};

import type { ObjectRule } from '../rule';
import { keyReferences } from '../secrets';

/** A Secret or ConfigMap of which no volume can be made. */
export const volumeName: ObjectRule = {
  id: 'volume-name',
  severity: 'error',
  summary: 'The name of a Secret or ConfigMap makes no name of a volume',
  why: 'Each one is mounted as a volume secret-<name> or cm-<name>, which allows no dots and 63 characters at most: the Deployment is refused (VolumesFromSecretsOrConfigMaps in pkg/shared/util/util.go).',
  kinds: ['Sensor', 'EventSource'],
  check: (object, report) => {
    for (const { kind, name, path } of keyReferences(object)) {
      const volume = `${kind === 'Secret' ? 'secret' : 'cm'}-${name.replaceAll('_', '-')}`;
      if (volume.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(volume)) continue;
      const most = 63 - volume.length + name.length;
      report(
        [...path, 'name'],
        'Name makes no name of a volume',
        name,
        `at most ${most} letters, digits and -`,
      );
    }
  },
};

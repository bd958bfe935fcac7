import { BUS_VERSIONS } from '../../../imports/bus-versions';
import { joinOr, quote } from '../../findings/words';
import { asObject, asString, valueAt } from '../plain';
import type { ObjectSet, SetRule } from '../rule';

/** A version of JetStream that the controller does not know. */
export const busVersion: SetRule = {
  id: 'bus-version',
  severity: 'warning',
  summary: 'A bus has a version of JetStream that the controller does not know by default',
  why: 'The version is a name in the configuration of the controller, which says what images it stands for. With another one, the controller makes no bus (GetJetStreamVersion in pkg/reconciler/config.go). If the ConfigMap argo-events-controller-config is among the objects, its versions count.',
  checkAll: (objects, reportOn, known) => {
    const versions = knownVersions(known);
    for (const bus of objects.ofKind('EventBus')) {
      const version = asString(valueAt(bus, 'spec', 'jetstream', 'version'));
      if (!version || versions.includes(version)) continue;
      reportOn(bus)(
        ['spec', 'jetstream', 'version'],
        `the controller does not know the version ${quote(version)} by default`,
        { value: version, help: `expected ${joinOr(versions)}` },
      );
    }
  },
};

/** The versions of the configuration among the objects, or else those of the configuration that comes with the engine. */
function knownVersions(known: ObjectSet): readonly string[] {
  const texts = known
    .ofKind('ConfigMap', { name: 'argo-events-controller-config' })
    .flatMap((config) => Object.values(asObject(config['data'])))
    .flatMap((text) => asString(text) ?? []);
  const found = texts.flatMap((text) =>
    [...text.matchAll(/\bversion:\s*["']?([^\s"',}]+)/g)].map(([, version]) => version ?? ''),
  );
  return found.length > 0 ? [...new Set(found)] : BUS_VERSIONS;
}

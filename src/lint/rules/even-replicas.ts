import { events, isSingle } from '../event-source';
import { busOf, ofKind } from '../objects';
import { at, string } from '../plain';
import type { SetRule } from '../rule';

/** A pod that adds nothing. */
export const evenReplicas: SetRule = {
  id: 'even-replicas',
  severity: 'warning',
  summary: 'A Sensor, or an EventSource of which one pod works at a time, has an even number of replicas',
  why: 'Over the bus it takes more than half of spec.replicas to elect the pod that works: of two both, so that nothing goes on after the death of the one that works until there are two again, and of four as few may be away as of three (RunOrDie in pkg/shared/leaderelection/leaderelection.go).',
  checkAll: (objects, reportOn, known) => {
    const sources = ofKind(objects, 'EventSource').filter((one) =>
      events(one).some(({ kind }) => isSingle(kind)),
    );
    for (const object of [...sources, ...ofKind(objects, 'Sensor')]) {
      const replicas = at(object, 'spec', 'replicas');
      if (typeof replicas !== 'number' || replicas < 2 || replicas % 2 !== 0) continue;
      // On Kafka sensors elect nobody, and event sources do by a lease.
      const lease = string(at(object, 'metadata', 'annotations', ANNOTATION))?.toLowerCase() === 'k8s';
      if (lease || at(busOf(known, object), 'spec', 'kafka') !== undefined) continue;
      reportOn(object)(
        ['spec', 'replicas'],
        `Election takes ${replicas / 2 + 1} of the pods, so no more may be away than of ${replicas - 1}`,
        replicas,
        `an odd number, or annotation ${ANNOTATION}: k8s for a lease`,
      );
    }
  },
};

const ANNOTATION = 'events.argoproj.io/leader-election';

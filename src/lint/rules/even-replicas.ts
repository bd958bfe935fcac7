import { eventsOf, runsOnePod } from '../event-source';
import { busOf, objectsOfKind } from '../objects';
import { asString, valueAt } from '../plain';
import type { SetRule } from '../rule';

/** A pod that adds nothing. */
export const evenReplicas: SetRule = {
  id: 'even-replicas',
  severity: 'warning',
  summary: 'A Sensor, or an EventSource of which one pod works at a time, has an even number of replicas',
  why: 'Over the bus it takes more than half of spec.replicas to elect the pod that works: of two both, so that nothing goes on after the death of the one that works until there are two again, and of four as few may be away as of three (RunOrDie in pkg/shared/leaderelection/leaderelection.go).',
  checkAll: (objects, reportOn, known) => {
    const sources = objectsOfKind(objects, 'EventSource').filter((one) =>
      eventsOf(one).some(({ kind }) => runsOnePod(kind)),
    );
    for (const object of [...sources, ...objectsOfKind(objects, 'Sensor')]) {
      const replicas = valueAt(object, 'spec', 'replicas');
      if (typeof replicas !== 'number' || replicas < 2 || replicas % 2 !== 0) continue;
      // On Kafka sensors elect nobody, and event sources do by a lease.
      const lease =
        asString(valueAt(object, 'metadata', 'annotations', LEADER_ELECTION_ANNOTATION))?.toLowerCase() ===
        'k8s';
      if (lease || valueAt(busOf(known, object), 'spec', 'kafka') !== undefined) continue;
      reportOn(object)(
        ['spec', 'replicas'],
        `Election takes ${replicas / 2 + 1} of the pods, so no more may be away than of ${replicas - 1}`,
        replicas,
        `an odd number, or annotation ${LEADER_ELECTION_ANNOTATION}: k8s for a lease`,
      );
    }
  },
};

const LEADER_ELECTION_ANNOTATION = 'events.argoproj.io/leader-election';

import { eventsOf, runsOnePod } from '../event-source';
import { busOf } from '../objects';
import { asString, valueAt } from '../plain';
import type { SetRule } from '../rule';

/** A pod that makes nothing safer. */
export const evenReplicas: SetRule = {
  id: 'even-replicas',
  severity: 'warning',
  summary: 'A Sensor has an even number of replicas, or an EventSource whose pods work one at a time has',
  why: 'More than half of spec.replicas have to take part in the election of the pod that works. With two replicas, both have to run, so two are no safer than one; with four, as many may fail as with three (RunOrDie in pkg/shared/leaderelection/leaderelection.go).',
  checkAll: (objects, reportOn, known) => {
    const sources = objects
      .ofKind('EventSource')
      .filter((one) => eventsOf(one).some(({ kind }) => runsOnePod(kind)));
    for (const object of [...sources, ...objects.ofKind('Sensor')]) {
      const replicas = valueAt(object, 'spec', 'replicas');
      if (typeof replicas !== 'number' || replicas < 2 || replicas % 2 !== 0) continue;
      // On a Kafka bus all pods of a sensor work, and event sources use a Kubernetes lease.
      const lease =
        asString(valueAt(object, 'metadata', 'annotations', LEADER_ELECTION_ANNOTATION))?.toLowerCase() ===
        'k8s';
      if (lease || valueAt(busOf(known, object), 'spec', 'kafka') !== undefined) continue;
      reportOn(object)(
        ['spec', 'replicas'],
        `${replicas / 2 + 1} of ${replicas} pods must run to elect the one that works, so ${replicas} are no safer than ${replicas - 1}`,
        {
          value: replicas,
          help: `expected an odd number, or the annotation ${LEADER_ELECTION_ANNOTATION}: k8s for a lease`,
        },
      );
    }
  },
};

const LEADER_ELECTION_ANNOTATION = 'events.argoproj.io/leader-election';

import { quote } from '../../findings/words';
import { parsedConditionsOf } from '../conditions';
import { busName, nameOf, namespaceOf, usesJetStream } from '../objects';
import type { PlainObject, SetRule } from '../rule';
import { triggerName, waitingTriggers } from '../sensor';

/** Two triggers that take events from each other. */
export const consumerCollision: SetRule = {
  id: 'consumer-collision',
  severity: 'error',
  summary: 'Two triggers share a durable consumer',
  why: 'The name of the consumer is a hash of <sensor>-<trigger>-<dependency>. If two triggers give the same text, they have one consumer, and each event goes to only one of them (getDurableName in pkg/eventbus/jetstream/sensor/sensor_jetstream.go).',
  checkAll: (objects, reportOn, known) => {
    const seen = new Map<string, string>();
    for (const sensor of objects.ofKind('Sensor').filter((one) => usesJetStream(known, one))) {
      for (const { index, trigger, dependency } of consumersOf(sensor)) {
        const consumer = [nameOf(sensor), trigger, dependency].join('-');
        const key = JSON.stringify([namespaceOf(sensor), busName(sensor), consumer]);
        const own = `sensor ${quote(nameOf(sensor))}, trigger ${quote(trigger)}, dependency ${quote(dependency)}`;
        const other = seen.get(key);
        if (other !== undefined && other !== own) {
          const place = ['spec', 'triggers', index, 'template', 'name'];
          reportOn(sensor)(place, `its consumer for dependency ${quote(dependency)} is that of ${other}`, {
            value: trigger,
            help: 'rename a sensor, a trigger or a dependency',
          });
        }
        seen.set(key, other ?? own);
      }
    }
  },
};

interface Consumer {
  readonly index: number;
  readonly trigger: string;
  readonly dependency: string;
}

function consumersOf(sensor: PlainObject): Consumer[] {
  return waitingTriggers(sensor).flatMap((trigger, index) => {
    const name = triggerName(trigger);
    const names = parsedConditionsOf(sensor, trigger)?.names ?? [];
    return name === undefined ? [] : names.map((dependency) => ({ index, trigger: name, dependency }));
  });
}

import { quote } from '../../findings/words';
import { usesJetStream } from '../objects';
import type { SetRule } from '../rule';
import { triggerName as nameOf, waitingTriggers } from '../sensor';

/** A trigger with a name that NATS refuses. */
export const triggerName: SetRule = {
  id: 'trigger-name',
  severity: 'error',
  summary: 'A trigger on JetStream has a name that cannot be part of a key',
  why: 'The keys of the state of a trigger begin with its name. NATS refuses such a key, and the whole sensor does not start (saveSpec in pkg/eventbus/jetstream/sensor/sensor_jetstream.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor').filter((one) => usesJetStream(known, one))) {
      for (const trigger of waitingTriggers(sensor)) {
        const name = nameOf(trigger);
        if (!name || /^(?!\.)[A-Za-z0-9/_=.-]+$/.test(name)) continue;
        const place = [...trigger.path, 'template', 'name'];
        reportOn(sensor)(place, `${quote(name)} cannot be a part of a key of JetStream`, {
          value: name,
          help: 'expected letters, digits, -, _, =, . and /',
        });
      }
    }
  },
};

import { quote } from '../../findings/words';
import { nameOf, usesJetStream } from '../objects';
import type { SetRule } from '../rule';

/** A sensor with a name that NATS refuses. */
export const sensorName: SetRule = {
  id: 'sensor-name',
  severity: 'error',
  summary: 'A Sensor on JetStream has a dot in its name',
  why: 'NATS allows no dots in the name of the bucket for the state, which is the name of the sensor. So the sensor does not start (Initialize in pkg/eventbus/jetstream/sensor/sensor_jetstream.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor').filter((one) => usesJetStream(known, one))) {
      const name = nameOf(sensor);
      if (/^[A-Za-z0-9_-]*$/.test(name)) continue;
      reportOn(sensor)(['metadata', 'name'], `${quote(name)} cannot be the name of a bucket of JetStream`, {
        value: name,
        help: 'expected letters, digits, - and _',
      });
    }
  },
};

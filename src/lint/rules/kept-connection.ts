import { quote } from '../../findings/words';
import { connectionFields } from '../connections';
import { keysOf } from '../paths';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { parameters, triggers } from '../sensor';

/** A connection that takes its address or settings from an event. */
export const keptConnection: ObjectRule = {
  id: 'kept-connection',
  severity: 'error',
  summary: 'A parameter of a trigger writes to a field of its connection',
  why: 'The engine makes the connection for the first event and keeps it under the name of the trigger. So all later events go to where the first one went (Load and Store in NewKafkaTrigger in pkg/sensors/triggers/kafka/kafka.go, NewNATSTrigger in pkg/sensors/triggers/nats/nats.go, and so in every kind that has a client).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, target, value } of triggers(sensor).flatMap(parameters)) {
      const dest = asString(value['dest']) ?? '';
      const [kind = '', field = ''] = keysOf(dest);
      if (target !== 'template' || !connectionFields(kind).includes(field)) continue;
      report(
        [...path, 'dest'],
        `the engine keeps the connection of the first event, so ${quote(dest)} stays as it was then`,
        { value: dest, help: 'write a constant' },
      );
    }
  },
};

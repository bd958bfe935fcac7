import { CONNECTION_FIELDS } from '../connections';
import { keysOf } from '../paths';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';
import { parameters, triggers } from '../sensor';

/** A connection made of what is in an event. */
export const keptConnection: ObjectRule = {
  id: 'kept-connection',
  severity: 'error',
  summary: 'A parameter of a trigger writes to what its connection is made of',
  why: 'The connection is made for the first event and kept by the name of the trigger, so all later events go where the first one went (Load and Store in NewKafkaTrigger in pkg/sensors/triggers/kafka/kafka.go, NewNATSTrigger in pkg/sensors/triggers/nats/nats.go, and so in every kind that has a client).',
  kinds: ['Sensor'],
  check: (sensor, report) => {
    for (const { path, target, value } of triggers(sensor).flatMap(parameters)) {
      const dest = asString(value['dest']) ?? '';
      const [kind = '', field = ''] = keysOf(dest);
      if (target !== 'template' || !CONNECTION_FIELDS[kind]?.includes(field)) continue;
      report([...path, 'dest'], 'Connection stays that of the first event', dest, 'a constant');
    }
  },
};

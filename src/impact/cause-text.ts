import { joinAnd, quote } from '../findings/words';
import type { Cause, Fate } from './fate';

/** Why consumers do not go on, in words. */
export function causeText(cause: Cause, triggers: readonly string[], dependency: string): string {
  switch (cause.kind) {
    case 'dependency':
      return `dependency ${quote(dependency)} has another ${fieldsText(cause.fields)}`;
    case 'conditions': {
      const [from, to] = [cause.before, cause.after].map((text) => (text === '' ? 'none' : quote(text)));
      return `its conditions have changed from ${from} to ${to}`;
    }
    case 'dependency-gone':
      return `dependency ${quote(dependency)} is gone`;
    case 'trigger-gone':
      return triggers.length === 1 ? 'a trigger is gone' : `${triggers.length} triggers are gone`;
    case 'sensor-gone':
      return 'the new tree does not have the sensor';
    case 'unused':
      return 'the conditions do not have the dependency any more';
    case 'event':
      return `dependency ${quote(dependency)} is for another event`;
    case 'bus':
      return `it is on bus ${quote(cause.after)}, and was on ${quote(cause.before)}`;
    case 'group':
      return `its consumer group is ${quote(cause.after)}, and was ${quote(cause.before)}`;
  }
}

/** Whether the words of a cause name the dependency. */
export function namesDependency({ kind }: Cause): boolean {
  return ['dependency', 'dependency-gone', 'event'].includes(kind);
}

function fieldsText(fields: readonly string[]): string {
  const more = fields.length - MOST;
  return more > 1
    ? `${fields.slice(0, MOST).map(quote).join(', ')} and ${more} more fields`
    : joinAnd(fields);
}

const MOST = 3;

/** Why that is so, with the file of the engine. */
export function reasonOf({ bus, fate, cause }: Pick<Fate, 'bus' | 'fate' | 'cause'>): string {
  if (bus !== 'jetstream') return OF_OTHER_BUSES[bus];
  if (fate === 'stuck' || (fate === 'left' && cause?.kind === 'trigger-gone')) return WITHOUT_CONDITIONS;
  return fate === 'left' ? BY_NAME : DELETED;
}

const DELETED =
  'When a sensor starts, it compares its spec with the one that it has kept on the bus, and deletes the consumers of what has changed or is gone. Those that it makes again get new events only (setStateToSpec in pkg/eventbus/jetstream/sensor/sensor_jetstream.go, DeliverNew in trigger_conn.go).';
const BY_NAME =
  'The name of a consumer consists of the names of sensor, trigger and dependency, on the bus of the sensor. Nobody deletes the old one, and a new one gets new events only (getDurableName in pkg/eventbus/jetstream/sensor/sensor_jetstream.go, DeliverNew in trigger_conn.go).';
const WITHOUT_CONDITIONS =
  'To delete the consumers of a trigger that has changed or is gone, the sensor takes the names of dependencies from its old conditions. If it had none, the consumers stay. One for another event cannot be used (purgeAllDepsForTrigger in pkg/eventbus/jetstream/sensor/sensor_jetstream.go, ErrSubjectMismatch in nats.go).';
const OF_OTHER_BUSES = {
  nats: 'On NATS Streaming, a subscription has the names of sensor and trigger and the conditions in its name, and a new one gets new events only. What waits for one that stays is judged by the new dependencies (Connect in pkg/eventbus/stan/sensor/sensor_stan.go, StartPosition_NewOnly in trigger_conn.go).',
  kafka:
    'On Kafka, a sensor is one consumer group, and what waits in the topic is judged by the new triggers and dependencies. Another group begins with new events, or with the oldest ones if the bus says so (NewKafkaSensor and Event in pkg/eventbus/kafka/sensor/kafka_sensor.go).',
} as const;

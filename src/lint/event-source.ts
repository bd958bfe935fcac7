import schema from '../../imports/eventsource.schema.json';
import { remembered } from '../remember';
import { asObject, membersAt, type Part, partAt, rootPart, valueAt } from './plain';
import type { PlainObject } from './rule';

/** One event of an EventSource. */
export interface EventPart extends Part {
  /** The field of the spec that holds it, such as `github`. */
  readonly kind: string;
  readonly name: string;
}

const FIELDS_WITHOUT_EVENTS = ['eventBusName', 'replicas', 'service', 'template'];

/** The fields of the spec that hold events: one for each kind. */
export const EVENT_KINDS: readonly string[] = Object.keys(
  schema.definitions.EventSourceSpec.properties,
).filter((field) => !FIELDS_WITHOUT_EVENTS.includes(field));

const SINGLE_POD_KINDS =
  'amqp calendar kafka pubSub azureEventsHub azureServiceBus nats mqtt minio emitter nsq pulsar redis redisStream resource hdfs file sftp generic'.split(
    ' ',
  );

/**
 * Whether only one pod at a time receives events of a kind (RecreateStrategyEventSources in
 * pkg/apis/events/v1alpha1/const.go).
 */
export function runsOnePod(kind: string): boolean {
  return SINGLE_POD_KINDS.includes(kind);
}

/** The events of an EventSource, in the order of its spec. */
export const eventsOf = remembered((source: PlainObject): readonly EventPart[] => {
  const spec = partAt(rootPart(source), 'spec');
  return Object.keys(spec?.value ?? {})
    .filter((field) => EVENT_KINDS.includes(field))
    .flatMap((kind) => membersAt(rootPart(source), 'spec', kind).map((event) => ({ kind, ...event })));
});

/** Whether an EventSource has an event of this name, of any kind. */
export function hasEvent(source: PlainObject, name: string): boolean {
  return EVENT_KINDS.some((kind) => Object.hasOwn(asObject(valueAt(source, 'spec', kind)), name));
}

/** The part of an event with its endpoint and port; undefined for a kind that fetches its events itself. */
export function webhookOf(event: EventPart): Part | undefined {
  return event.kind === 'webhook' ? event : partAt(event, 'webhook');
}

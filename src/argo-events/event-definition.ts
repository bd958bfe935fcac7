import type { EventSourceSpec } from '../../imports/argo-events';

/** A kind of event source: a field of the EventSource spec that holds events, such as `github`. */
export type EventSourceKind = Exclude<
  keyof EventSourceSpec,
  'eventBusName' | 'replicas' | 'service' | 'template' | 'revisionHistoryLimit'
>;

/** The definition of one event, whose data has type T. For each kind there is a function that returns one. */
export interface EventDefinition<out T> {
  /** Holds only the type T. No value has this field. */
  readonly data?: T;
  /** The field of the EventSource spec that it is rendered into. Rights and ports follow from it. */
  readonly kind: EventSourceKind;
  /** What is rendered at `spec.<kind>.<name>`. */
  readonly spec: object;
}

/** The events of an event source, by name. */
export type EventDefinitions = Readonly<Record<string, EventDefinition<unknown>>>;

/** The spec of one event of a kind, in the engine's own form. */
export type SpecOfKind<Kind extends EventSourceKind> = NonNullable<EventSourceSpec[Kind]>[string];

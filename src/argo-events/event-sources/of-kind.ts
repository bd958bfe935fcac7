import type { EventSourceSpec } from '../../../imports/argo-events';
import type { EventDefinition, EventSourceKind } from '../event-source';

type SpecOfKind<Kind extends EventSourceKind> = NonNullable<EventSourceSpec[Kind]>[string];

/**
 * An event of any other kind, in the engine's own form: `eventOfKind<Order, 'kafka'>('kafka', { url, topic, … })`.
 * It is the author who says that its data has type T, and how a port of it is reached.
 */
export function eventOfKind<T, Kind extends EventSourceKind>(
  kind: Kind,
  spec: SpecOfKind<Kind>,
): EventDefinition<T> {
  return { kind, spec: spec as object };
}

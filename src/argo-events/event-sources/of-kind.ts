import type { EventSourceSpec } from '../../../imports/argo-events';
import type { EventDefinition, EventSourceKind } from '../event-source';

type SpecOfKind<Kind extends EventSourceKind> = NonNullable<EventSourceSpec[Kind]>[string];

/**
 * An event of any kind, in the engine's own form. You name the type T of its data; nothing checks it. If it listens on
 * a port, you make the Service.
 *
 * @example
 * ```ts
 * interface Order {
 *   readonly body: { readonly id: string };
 * }
 * const orders = new EventSource(folder, 'orders', {
 *   name: 'orders',
 *   namespace: 'events',
 *   events: {
 *     placed: eventOfKind<Order, 'nsq'>('nsq', {
 *       hostAddress: 'nsq.events:4161',
 *       topic: 'orders',
 *       channel: 'shop',
 *       jsonBody: true,
 *     }),
 *   },
 * });
 * sensor.on('order', orders.event('placed'), { filters: (e) => [present(e.body.id)] });
 * ```
 * ```yaml
 * nsq:
 *   placed:
 *     hostAddress: nsq.events:4161
 *     topic: orders
 *     channel: shop
 *     jsonBody: true
 * ```
 */
export function eventOfKind<T, Kind extends EventSourceKind>(
  kind: Kind,
  spec: SpecOfKind<Kind>,
): EventDefinition<T> {
  return { kind, spec: spec as object };
}

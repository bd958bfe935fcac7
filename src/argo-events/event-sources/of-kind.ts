import type { EventDefinition, EventSourceKind, SpecOfKind } from '../event-definition';

/**
 * An event of any kind, in the engine's own form. You name the type T of its data; nothing checks it. Use it for what
 * the function of a kind cannot express. The Service gets its port, and {@link EventSource.grant} gives it its rights,
 * as with the function of its kind.
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

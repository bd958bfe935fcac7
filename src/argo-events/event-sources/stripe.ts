import type { StripeEventSource } from '../../../imports/argo-events';
import { reject } from '../../findings/refuse';
import type { EventDefinition } from '../event-definition';
import { type EventOptions, type WithMetadata, withEventOptions } from './options';
import { type WebhookReceiver, webhookContext, withoutReceiver } from './webhook-receiver';

/** The data of a Stripe event (StripeEventData in pkg/eventsources/events/event-data.go). */
export interface StripeEvent<StripeObject = AnyStripeObject> extends WithMetadata {
  /** The event, with the fields that the engine's client knows: `object` and `api_version` are not there. */
  readonly event: {
    /** The id. An event that Stripe sends again has the same. */
    readonly id: string;
    /** The name of the event, such as `invoice.paid`. */
    readonly type: string;
    /** When it happened, in seconds since 1970. */
    readonly created: number;
    /** The connected account; empty if it is your own. */
    readonly account: string;
    /** Whether it is of live mode, and not of a test. */
    readonly livemode: boolean;
    /** How many webhooks have not yet answered. */
    readonly pending_webhooks: number;
    /** What the event is about. */
    readonly data: {
      /** The object, such as the invoice, as it was at the time of the event. */
      readonly object: StripeObject;
      /** The former values of what an update has changed; null for other events. */
      readonly previous_attributes: Readonly<Record<string, unknown>> | null;
    };
    /** The request that led to the event; null if none did. */
    readonly request: { readonly id: string; readonly idempotency_key: string } | null;
  };
}

/** What all objects of Stripe have in common: a part of the data of an event. */
export interface AnyStripeObject {
  /** What the object is, such as `invoice`. */
  readonly object: string;
  /** The id. A balance has none. */
  readonly id?: string;
}

/** The server that receives the events of Stripe. The engine has no expression as filter for this kind. */
export interface StripeWebhook extends Omit<EventOptions, 'filter'>, Omit<WebhookReceiver, 'url'> {
  /**
   * The names of the events, such as `invoice.paid`. Others get the status 400, and Stripe sends them again: so choose
   * the same ones in Stripe.
   *
   * @default all events
   */
  readonly eventFilter?: readonly [string, ...string[]];
}

/**
 * Events of Stripe, received by webhook. You name the type of the object, for example one of the package `stripe`:
 * `stripeEvent<Stripe.Invoice>`; nothing checks it.
 *
 * Add the webhook in Stripe by hand: the engine would add another one each time a pod starts (PostActivate in
 * pkg/eventsources/sources/stripe/start.go). The engine does not check Stripe's signature: anybody who reaches the port
 * can post. So do not act on the data alone: read the event from Stripe by its id.
 *
 * @throws ValidationError for `*` in `eventFilter`: the engine compares whole names, and would refuse every event
 *
 * @example
 * ```ts
 * const stripe = new EventSource(folder, 'stripe', {
 *   name: 'stripe',
 *   namespace: 'events',
 *   events: {
 *     paid: stripeEvent<{ id: string; customer: string; amount_paid: number }>({
 *       eventFilter: ['invoice.paid'],
 *       endpoint: '/stripe',
 *       port: 12000,
 *     }),
 *   },
 * });
 * sensor.on('paid', stripe.event('paid'), { filters: (e) => [greaterThan(e.event.data.object.amount_paid, 0)] });
 * ```
 * ```yaml
 * stripe:
 *   paid:
 *     webhook:
 *       endpoint: /stripe
 *       port: "12000"
 *       method: POST
 *       url: ""
 *     eventFilter:
 *       - invoice.paid
 * ```
 */
export function stripeEvent<StripeObject = AnyStripeObject>(
  webhook: StripeWebhook,
): EventDefinition<StripeEvent<StripeObject>> {
  const { eventFilter, ...options } = withEventOptions(withoutReceiver(webhook));
  const wildcard = eventFilter?.find((name) => name.includes('*'));
  if (wildcard !== undefined) {
    reject('props', 'the engine compares whole names', {
      path: ['eventFilter'],
      value: wildcard,
      help: 'name each event, or leave eventFilter out for all of them',
    });
  }
  const spec: StripeEventSource = {
    webhook: webhookContext(webhook),
    ...options,
    ...(eventFilter && { eventFilter: [...eventFilter] }),
  };
  return { kind: 'stripe', spec };
}

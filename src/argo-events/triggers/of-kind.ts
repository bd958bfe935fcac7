import type { TriggerParameter } from '../../../imports/argo-events';
import { extractParameters, type Json } from '../references/parameters';
import type { JsonWithSlots, WithSlots } from '../references/slot';
import type { Action, TriggerKindFields } from './action';
import { withControllerDefaults } from './controller-defaults';
import { type Payload, payloadParameters } from './payload';
import { placeholderAt } from './placeholder';

/** A kind of trigger that has no function of its own here. */
export type OtherTriggerKind = Exclude<keyof TriggerKindFields, 'k8s' | 'http' | 'log'>;

type SpecOfKind<Kind extends OtherTriggerKind> = NonNullable<TriggerKindFields[Kind]>;

/** A trigger of that kind in the engine's own form, in which any value may come from the event. */
export type TriggerOfKind<Kind extends OtherTriggerKind> = WithSlots<
  Omit<SpecOfKind<Kind>, 'payload' | 'parameters'>
> &
  ('payload' extends keyof SpecOfKind<Kind>
    ? { readonly payload?: { readonly [key: string]: Payload } }
    : unknown);

/**
 * A trigger of a kind that has no function of its own, in the engine's own form. Any value may be a reference: the
 * engine puts the data in before it makes the trigger (ApplyTemplateParameters in pkg/sensors/triggers/params.go). Two
 * things cannot come from an event:
 *
 * - the connection of a kind, such as the url of kafka and nats. The engine would keep the connection of the first
 *   event,
 *   so the rule `kept-connection` refuses it.
 * - a Secret or ConfigMap. It is mounted before any event comes.
 *
 * @example
 * ```ts
 * sensor.do('tell', {
 *   conditions: request,
 *   action: triggerOfKind('slack', {
 *     slackToken: { name: 'slack', key: 'token' },
 *     channel: 'triage',
 *     message: text`Look at #${request.data.body.issue.number}`,
 *   }),
 * });
 * ```
 * ```yaml
 * slack:
 *   slackToken:
 *     name: slack
 *     key: token
 *   channel: triage
 * ```
 */
export function triggerOfKind<Kind extends OtherTriggerKind>(
  kind: Kind,
  trigger: TriggerOfKind<Kind>,
): Action {
  const { payload, ...rest } = trigger as { payload?: Payload } & { [key: string]: JsonWithSlots };
  return {
    bind: (context) => {
      const { constant, parameters } = extractParameters({ [kind]: rest }, placeholderAt);
      const body: TriggerParameter[] = payload === undefined ? [] : payloadParameters(payload, context);
      const spec = (constant as { readonly [key: string]: object })[kind];
      const template = { [kind]: { ...spec, ...(payload !== undefined && { payload: body }) } };
      return {
        template: withControllerDefaults(template as unknown as { readonly [key: string]: Json }),
        parameters,
        permissions: [],
      };
    },
  };
}

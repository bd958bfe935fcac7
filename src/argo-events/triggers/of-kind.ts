import type { TriggerParameter } from '../../../imports/argo-events';
import type { ConnectionField } from '../../lint/connections';
import type { Needs } from '../../lint/rights/permission';
import { workflowNeeds } from '../../lint/rights/workflow';
import { extractParameters, type Json } from '../references/parameters';
import { isSlot, type JsonWithSlots, type WithSlots } from '../references/slot';
import type { Action, TriggerKindFields } from './action';
import { withControllerDefaults } from './controller-defaults';
import { type Payload, payloadParameters } from './payload';
import { placeholderAt } from './placeholder';

/** A kind of trigger that {@link triggerOfKind} makes: every one except those of {@link http}, {@link log} and {@link create}. */
export type OtherTriggerKind = Exclude<keyof TriggerKindFields, 'k8s' | 'http' | 'log'>;

type SpecOfKind<Kind extends OtherTriggerKind> = NonNullable<TriggerKindFields[Kind]>;

type PayloadOfKind<Kind extends OtherTriggerKind> = 'payload' extends keyof SpecOfKind<Kind>
  ? { readonly payload?: { readonly [key: string]: Payload } }
  : unknown;

/** A trigger of that kind in the engine's own form, in which any value may come from the event. */
export type TriggerOfKind<Kind extends OtherTriggerKind> = WithSlots<
  Omit<SpecOfKind<Kind>, 'payload' | 'parameters'>
> &
  PayloadOfKind<Kind>;

/** A trigger of that kind, in which what the engine makes the connection of is constant. */
export type ConnectedTrigger<Kind extends OtherTriggerKind> = WithSlots<
  Omit<SpecOfKind<Kind>, 'payload' | 'parameters' | ConnectionField<Kind>>
> &
  Readonly<Pick<SpecOfKind<Kind>, Extract<ConnectionField<Kind>, keyof SpecOfKind<Kind>>>> &
  PayloadOfKind<Kind>;

/** {@link triggerOfKind} for the function of a kind: what the connection is made of is constant by its type. */
export function connectedTrigger<Kind extends OtherTriggerKind>(
  kind: Kind,
  trigger: ConnectedTrigger<Kind>,
): Action {
  return triggerOfKind(kind, trigger as TriggerOfKind<Kind>);
}

/**
 * A trigger in the engine's own form, for fields that the function of its kind, such as {@link slack}, does not have. Any
 * value may be a reference: the engine puts the data in before it makes the trigger (ApplyTemplateParameters in
 * pkg/sensors/triggers/params.go). Two things cannot come from an event:
 *
 * - the connection of a kind, such as the url of kafka and nats. The engine would keep the connection of the first
 *   event, so the rule `kept-connection` refuses it.
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
      const { permissions, unknown } =
        kind === 'argoWorkflow' ? workflowNeeds(rest, context.namespace, isSlot) : NO_NEEDS;
      return {
        template: withControllerDefaults(template as unknown as { readonly [key: string]: Json }),
        parameters,
        permissions,
        ...(unknown !== undefined && { unknownPermissions: unknown }),
      };
    },
  };
}

/** Only the kinds that write Kubernetes objects need permissions. */
const NO_NEEDS: Needs = { permissions: [] };

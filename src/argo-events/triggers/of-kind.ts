import type { TriggerParameter } from '../../../imports/argo-events';
import { extractParameters, type Json } from '../references/parameters';
import type { Templated, TemplatedJson } from '../references/slot';
import type { Action, TriggerKinds } from './action';
import { withControllerDefaults } from './controller-defaults';
import { type Payload, payloadParameters } from './payload';
import { placeholderAt } from './placeholder';

/** A kind of trigger that has no function of its own here. */
export type OtherTriggerKind = Exclude<keyof TriggerKinds, 'k8s' | 'http' | 'log'>;

type SpecOfKind<Kind extends OtherTriggerKind> = NonNullable<TriggerKinds[Kind]>;

/** A trigger of that kind in the engine's own form, with references in it; its payload is plain JSON. */
export type TriggerOfKind<Kind extends OtherTriggerKind> = Templated<
  Omit<SpecOfKind<Kind>, 'payload' | 'parameters'>
> &
  ('payload' extends keyof SpecOfKind<Kind>
    ? { readonly payload?: { readonly [key: string]: Payload } }
    : unknown);

/**
 * A trigger of any other kind, in the engine's own form. References work everywhere in it; they are put in before the
 * engine makes the trigger (ApplyTemplateParameters in pkg/sensors/triggers/params.go). Two things may not come from an
 * event:
 *
 * - the address of a kind that keeps a connection, such as kafka and nats. The engine would keep that of the first
 *   event, so a rule refuses it.
 * - a Secret or ConfigMap. It is mounted before any event comes.
 *
 * @example
 * triggerOfKind('slack', { slackToken: { name: 'slack', key: 'token' }, channel: 'alerts', message: e.title })
 */
export function triggerOfKind<Kind extends OtherTriggerKind>(
  kind: Kind,
  trigger: TriggerOfKind<Kind>,
): Action {
  const { payload, ...rest } = trigger as { payload?: Payload } & { [key: string]: TemplatedJson };
  return {
    bind: ({ dependency }) => {
      const { constant, parameters } = extractParameters({ [kind]: rest }, placeholderAt);
      const body: TriggerParameter[] = payload === undefined ? [] : payloadParameters(payload, dependency);
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

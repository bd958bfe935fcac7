import type { TriggerParameter } from '../../../imports/argo-events';
import { extract, type Json } from '../references/parameters';
import type { Templated, TemplatedJson } from '../references/slot';
import type { Action, TriggerKinds } from './action';
import { type Payload, payloadParameters } from './payload';
import { placeholderAt } from './placeholder';
import { asWritten } from './written';

/** A kind of trigger that has no function of its own here. */
export type TypedKind = Exclude<keyof TriggerKinds, 'k8s' | 'http' | 'log'>;

type Of<Kind extends TypedKind> = NonNullable<TriggerKinds[Kind]>;

/** A trigger of that kind in the engine's own form, with references in it; its payload is plain JSON. */
export type TypedTrigger<Kind extends TypedKind> = Templated<Omit<Of<Kind>, 'payload' | 'parameters'>> &
  ('payload' extends keyof Of<Kind> ? { readonly payload?: { readonly [key: string]: Payload } } : unknown);

/**
 * A trigger of any other kind, in the engine's own form: `typed('slack', { slackToken, channel, message: e.title })`.
 * References work everywhere in it; they are put in before the engine makes the trigger
 * (ApplyTemplateParameters in pkg/sensors/triggers/params.go). Two things may not come from an event all the same: the
 * address of a kind that keeps a connection, such as kafka and nats, which would be that of the first event for good, so
 * that a rule refuses it; and a Secret or ConfigMap, which is mounted before any event comes.
 */
export function typed<Kind extends TypedKind>(kind: Kind, trigger: TypedTrigger<Kind>): Action {
  const { payload, ...rest } = trigger as { payload?: Payload } & { [key: string]: TemplatedJson };
  return {
    bind: ({ dependency }) => {
      const { constant, parameters } = extract({ [kind]: rest }, placeholderAt);
      const body: TriggerParameter[] = payload === undefined ? [] : payloadParameters(payload, dependency);
      const spec = (constant as { readonly [key: string]: object })[kind];
      const template = { [kind]: { ...spec, ...(payload !== undefined && { payload: body }) } };
      return {
        template: asWritten(template as unknown as { readonly [key: string]: Json }),
        parameters,
        permissions: [],
      };
    },
  };
}

// A trigger, a filter and an event of somebody else's, in a file outside the package that knows only its public API.
import {
  type Action,
  type EventDefinition,
  endsWith,
  type Filter,
  type Reference,
  type StringSlot,
  triggerOfKind,
} from 'cdk8s-argo-events';

export const tell = (team: string, message: StringSlot): Action =>
  triggerOfKind('slack', { slackToken: { name: 'slack', key: 'token' }, channel: `team-${team}`, message });
export const print: Action = { bind: () => ({ template: { log: {} }, permissions: [] }) };
export const byBot = (login: Reference<string>): Filter => endsWith(login, '[bot]');
export const passes: Filter = { toFilter: () => ({ script: 'return true' }) };
export const order = <T>(topic: string): EventDefinition<T> => ({
  kind: 'nsq',
  spec: { hostAddress: 'nsq:4161', topic, channel: 'shop', jsonBody: true },
});

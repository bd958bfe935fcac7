import { type Finding, finding } from '../../validation';
import { accountsOf } from '../names';
import type { RemediationSettings } from '../settings';
import { dispatchedCodeRun } from '../steps/dispatch';

/** Values that are valid alone, but not together with other props. */
export function findConflicts(path: string, settings: RemediationSettings): Finding[] {
  const { names, serviceAccount, comments, github, cancelledAgents, policies } = settings;
  const findings: Finding[] = [];
  const accounts = accountsOf(names);
  if (accounts.includes(serviceAccount.name)) {
    const allowed = `another account than ${accounts.join(', ')}: those are for other pods of the loop`;
    findings.push(finding(path, 'props.serviceAccount.name is not allowed', serviceAccount.name, allowed));
  }
  if (settings.pullRequests !== undefined && policies === false) {
    const allowed =
      'the policies: without them there is no janitor, and a pull request of a task without comments would leave a ConfigMap for ever';
    findings.push(finding(path, 'props.pullRequests needs props.policies', policies, allowed));
  }
  const { eventSourceName } = comments;
  if (eventSourceName === names.stateEventSource) {
    const allowed = 'the event source for webhooks: one of that name is rendered for the states';
    findings.push(finding(path, 'props.comments.eventSourceName is not allowed', eventSourceName, allowed));
  }
  const { token, webhookSecret } = github;
  if (token.name === webhookSecret.name && token.key === webhookSecret.key) {
    const allowed = 'a key of its own: the other one is the token for the API';
    const what = 'props.github.webhookSecret is the same as props.github.token';
    findings.push(finding(path, what, webhookSecret, allowed));
  }
  const { label, agentTypes } = cancelledAgents || { label: '', agentTypes: [] };
  const { metadata, apiVersion, kind } = dispatchedCodeRun(settings);
  if (policies && cancelledAgents && apiVersion.startsWith('batch/') && kind === 'Job') {
    const allowed = 'another kind: the policies let the sensor make no Job but the one that cancels agents';
    findings.push(finding(path, 'props.codeRun().kind is not allowed', kind, allowed));
  }
  const own = (metadata as { labels: Readonly<Record<string, unknown>> }).labels[label];
  if (agentTypes.some((type) => type === own)) {
    const allowed = 'other types than that of the CodeRun, which would cancel itself';
    findings.push(finding(path, 'props.cancelledAgents.agentTypes is not allowed', agentTypes, allowed));
  }
  return [...findings, ...contradictions(settings).map((message) => ({ path, message }))];
}

/** Permissions for other sensors have no use if only the loop uses the account, or if the account may make no Jobs. */
function contradictions({ policies, serviceAccount, cancelledAgents }: RemediationSettings): string[] {
  if (!policies) return [];
  const open = (['otherJobs', 'otherConfigMaps'] as const).filter((name) => policies[name]);
  const told = (name: string, why: string) => `props.policies.${name}: true ${why}; remove one of the two`;
  return [
    ...(serviceAccount.dedicated
      ? open.map((name) =>
          told(
            name,
            'contradicts serviceAccount.dedicated: true, which says that no other sensor uses the account',
          ),
        )
      : []),
    ...(policies.otherJobs && !cancelledAgents
      ? [
          told(
            'otherJobs',
            'has no effect with cancelledAgents: false, since the loop then gives the account no right to make Jobs',
          ),
        ]
      : []),
  ];
}

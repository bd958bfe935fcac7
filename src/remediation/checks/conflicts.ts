import { type Finding, finding } from '../../validation';
import type { RemediationSettings } from '../settings';
import { dispatchedCodeRun } from '../steps/dispatch';

/** What of the props is right by itself, and not beside the rest of them. */
export function findConflicts(path: string, settings: RemediationSettings): Finding[] {
  const { names, serviceAccount, eventSourceName, githubToken, webhookSecret, cancelledAgents } = settings;
  const findings: Finding[] = [];
  const accounts = [names.stateEventSource, names.watchdog, names.cancel, names.resync, names.janitor];
  if (accounts.includes(serviceAccount.name)) {
    const allowed = `another account than ${accounts.join(', ')}: those are for other pods of the loop`;
    findings.push(finding(path, 'props.serviceAccount.name is not allowed', serviceAccount.name, allowed));
  }
  if (eventSourceName === names.stateEventSource) {
    const allowed = 'the event source for webhooks: one of that name is rendered for the states';
    findings.push(finding(path, 'props.eventSourceName is not allowed', eventSourceName, allowed));
  }
  if (githubToken.name === webhookSecret.name && githubToken.key === webhookSecret.key) {
    const allowed = 'a key of its own: the other one is the token for the API';
    findings.push(
      finding(path, 'props.webhookSecret is the same as props.githubToken', webhookSecret, allowed),
    );
  }
  const { label, agentTypes } = cancelledAgents || { label: '', agentTypes: [] };
  const { metadata, apiVersion, kind } = dispatchedCodeRun(settings);
  if (settings.policies && cancelledAgents && apiVersion.startsWith('batch/') && kind === 'Job') {
    const allowed = 'another kind: the policies let the sensor make no Job but the one that cancels agents';
    findings.push(finding(path, 'props.codeRun().kind is not allowed', kind, allowed));
  }
  const own = (metadata as { labels: Readonly<Record<string, unknown>> }).labels[label];
  if (agentTypes.some((type) => type === own)) {
    const allowed = 'other types than that of the CodeRun, which would cancel itself';
    findings.push(finding(path, 'props.cancelledAgents.agentTypes is not allowed', agentTypes, allowed));
  }
  return findings;
}

import { type Finding, finding } from '../validation';
import type { RemediationSettings } from './settings';

/** What of the props is right by itself, and not beside the rest of them. */
export function findConflicts(path: string, settings: RemediationSettings): Finding[] {
  const { names, serviceAccount, eventSourceName, githubToken, webhookSecret } = settings;
  const findings: Finding[] = [];
  const own = [names.stateEventSource, names.watchdog, names.cancel, names.resync];
  if (own.includes(serviceAccount.name)) {
    const allowed = `another account than ${own.join(', ')}: those are for other pods of the loop`;
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
  return findings;
}

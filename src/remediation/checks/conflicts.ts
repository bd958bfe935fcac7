import type { FieldPath, Finding } from '../../findings/finding';
import { finding, type PropPlace, within } from '../../findings/refuse';
import { joinOr, quote } from '../../findings/words';
import { accountsOf } from '../names';
import type { RemediationSettings } from '../settings';
import { dispatchedCodeRun } from '../steps/dispatch';

/** Values that are valid alone, but not together with other props. */
export function findConflicts(place: PropPlace, settings: RemediationSettings): Finding[] {
  return [...collisions(settings), ...sharedToken(settings), ...contradictions(settings)].map(
    ({ path, message, help }) => finding('props-together', message, { ...within(place, ...path), help }),
  );
}

interface Conflict {
  readonly path: FieldPath;
  readonly message: string;
  readonly help: string;
}

/** Names, keys and kinds that are taken. */
function collisions(settings: RemediationSettings): Conflict[] {
  const { names, serviceAccount, comments, github, externalSecrets, cancelledAgents, policies } = settings;
  const found: Conflict[] = [];
  const accounts = accountsOf(names);
  if (accounts.includes(serviceAccount.name)) {
    found.push({
      path: ['serviceAccount', 'name'],
      message: `${quote(serviceAccount.name)} is the account of other pods of the loop`,
      help: `expected another name than ${joinOr(accounts)}`,
    });
  }
  if (settings.pullRequests !== undefined && policies === false) {
    found.push({
      path: ['pullRequests'],
      message: 'needs the policies: without them no janitor deletes the ConfigMaps that it makes',
      help: 'remove pullRequests, or policies: false',
    });
  }
  if (comments.eventSourceName === names.stateEventSource) {
    found.push({
      path: ['comments', 'eventSourceName'],
      message: `the loop makes an event source ${quote(names.stateEventSource)} itself, for the states`,
      help: 'expected the event source that receives the webhooks of GitHub',
    });
  }
  const { token, webhookSecret } = github;
  if (token.name === webhookSecret.name && token.key === webhookSecret.key) {
    found.push({
      path: ['github', 'webhookSecret'],
      message: 'is the same key of the same Secret as props.github.token',
      help: 'the webhooks need a secret of their own',
    });
  }
  const { githubApp, webhookSecret: stored } = externalSecrets;
  if ((githubApp || stored) && token.name === webhookSecret.name) {
    found.push({
      path: ['github', 'webhookSecret', 'name'],
      message: `${quote(token.name)} is the Secret of props.github.token too, and the operator makes each from one object`,
      help: 'expected another Secret',
    });
  }
  const { label, agentTypes } = cancelledAgents || { label: '', agentTypes: [] };
  const { metadata, apiVersion, kind } = dispatchedCodeRun(settings);
  if (policies && cancelledAgents && apiVersion.startsWith('batch/') && kind === 'Job') {
    found.push({
      path: ['codeRun'],
      message: 'makes a Job, but the policies let the sensor make no Job but the one that cancels agents',
      help: 'expected another kind',
    });
  }
  const own = (metadata as { labels: Readonly<Record<string, unknown>> }).labels[label];
  if (agentTypes.some((type) => type === own)) {
    found.push({
      path: ['cancelledAgents', 'agentTypes'],
      message: `${quote(String(own))} is the type of the CodeRun itself, which would cancel itself`,
      help: 'expected other types',
    });
  }
  return found;
}

/** The token of the redelivery may change webhooks. No other pod is to have it. */
function sharedToken({ github, redelivery, externalSecrets }: RemediationSettings): Conflict[] {
  if (redelivery === undefined) return [];
  const { githubApp, webhookSecret: stored } = externalSecrets;
  const { name, key } = redelivery.token;
  return (['token', 'webhookSecret'] as const).flatMap((field): Conflict[] => {
    const other = github[field];
    if (name !== other.name) return [];
    if (key === other.key) {
      const message = `is the same key of the same Secret as props.github.${field}`;
      const help = 'expected a token of its own, which only the redelivery has';
      return [{ path: ['redelivery', 'token'], message, help }];
    }
    if (!(githubApp || (stored && field === 'webhookSecret'))) return [];
    const message = `${quote(name)} is the Secret of props.github.${field} too, and the operator makes each from one object`;
    return [{ path: ['redelivery', 'token', 'name'], message, help: 'expected another Secret' }];
  });
}

/** Permissions for other sensors have no use if only the loop uses the account, or if the account may make no Jobs. */
function contradictions({ policies, serviceAccount, cancelledAgents }: RemediationSettings): Conflict[] {
  if (!policies) return [];
  const help = 'remove one of the two';
  const found: Conflict[] = [];
  for (const name of ['otherJobs', 'otherConfigMaps'] as const) {
    if (!serviceAccount.dedicated || !policies[name]) continue;
    const message =
      'true contradicts serviceAccount.dedicated: true, which says that no other sensor uses the account';
    found.push({ path: ['policies', name], message, help });
  }
  if (policies.otherJobs && !cancelledAgents) {
    const message =
      'true has no effect with cancelledAgents: false, because the account then has no right to make Jobs';
    found.push({ path: ['policies', 'otherJobs'], message, help });
  }
  return found;
}

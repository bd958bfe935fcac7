import type { Construct } from 'constructs';
import { declareExternal } from '../../argo-events/external';
import { CA_FOLDER } from '../sensor-pod';
import { serviceAccount } from '../service-account';
import type { RemediationSettings } from '../settings';
import { scriptCronJob } from './cron-job';
import { REDELIVERY_SCRIPT } from './redelivery-script';

const TOKEN_FOLDER = '/etc/github';
const TOKEN_FILE = 'authorization';

/**
 * Seconds that a run waits in all when GitHub limits the calls. The limit of an hour ends within an hour, and no other run
 * asks meanwhile.
 */
const LIMITED = 3600;

/**
 * The CronJob that has GitHub send again what did not arrive. It asks GitHub alone: its account has no right and its pod no
 * token of it, and it is in the namespace of the sensors, because the CA bundle is there.
 */
export function redeliveryCronJob(scope: Construct, settings: RemediationSettings): void {
  const { names, github, redelivery, podTemplate, pullRequests } = settings;
  if (redelivery === undefined) return;
  const { token, organization, schedule, hours, batch, webhook, image } = redelivery;
  const account = { name: names.redelivery, namespace: settings.namespaces.sensors };
  const { caBundle } = podTemplate.sensors ?? {};
  const [owner] = github.repository.split('/');
  declareExternal(scope, { kind: 'Secret', metadata: { ...account, name: token.name } });
  serviceAccount(scope, account, names.redelivery, { automountServiceAccountToken: false });
  scriptCronJob(
    scope,
    settings,
    {
      ...account,
      schedule,
      deadline: LIMITED + 1800,
      container: 'redelivery',
      script: REDELIVERY_SCRIPT,
      env: {
        HOOKS: `${github.apiUrl}/${organization ? `orgs/${owner}` : `repos/${github.repository}`}/hooks`,
        // The API server drops an empty value.
        WEBHOOK: webhook ?? '-',
        REPOSITORY_ID: organization ? String(organization.repositoryId) : '-',
        EVENTS: eventsOf(pullRequests !== undefined).join(','),
        HOURS: String(hours),
        BATCH: String(batch),
        LIMITED: String(LIMITED),
        PAUSE: '1',
        RETRY: '5',
        TOKEN: `${TOKEN_FOLDER}/${TOKEN_FILE}`,
        CA_BUNDLE: caBundle ? `${CA_FOLDER}/${caBundle.key}` : '-',
      },
    },
    {
      ...(image !== undefined && { image }),
      withoutApiServer: true,
      mounts: {
        [TOKEN_FOLDER]: {
          name: 'token',
          secret: { secretName: token.name, items: [{ key: token.key, path: TOKEN_FILE }] },
        },
        ...(caBundle && { [CA_FOLDER]: { name: 'ca-bundle', configMap: { name: caBundle.name } } }),
      },
    },
  );
}

/** What the loop reads of GitHub: event and action. */
function eventsOf(hearsOfPullRequests: boolean): string[] {
  return [
    'issue_comment created',
    ...(hearsOfPullRequests ? ['pull_request closed', 'pull_request reopened'] : []),
  ];
}

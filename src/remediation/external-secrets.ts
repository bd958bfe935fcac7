import type { Construct } from 'constructs';
import { declareExternal } from '../argo-events/external';
import { Manifest } from '../argo-events/manifest';
import type { SecretKey } from '../argo-events/triggers';
import type { GithubApp } from './props/external-secrets';
import type { RemediationSettings } from './settings';

/**
 * A token of a GitHub App is valid for one hour. So two refreshes in a row may fail, and the kubelet may update the mounted
 * Secret late, before a request has a token that has expired.
 */
const TOKEN_REFRESH = '20m';

/** The engine reads the secret of the webhooks only when the event source starts, so there is no hurry. */
const WEBHOOK_REFRESH = '1h';

const GENERATOR = { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'GithubAccessToken' };

/** With a GitHub App: the objects by which the operator writes tokens of it into the Secrets of the tokens. */
export function githubTokens(scope: Construct, settings: RemediationSettings): void {
  const { github, externalSecrets, redelivery } = settings;
  const { githubApp } = externalSecrets;
  if (githubApp === undefined) return;
  const [, repository = ''] = github.repository.split('/');
  const { name } = githubApp.privateKey;
  declareExternal(scope, { kind: 'Secret', metadata: metadataOf(settings, name) });
  tokenOf(scope, settings, githubApp, github.token, {
    repositories: [repository],
    // GitHub refuses a label on a pull request without the second, and a label that does not exist yet without the first.
    permissions: { issues: 'write', pull_requests: 'write' },
  });
  if (redelivery === undefined) return;
  const rights = redelivery.organization
    ? { permissions: { organization_hooks: 'write' } as const }
    : { repositories: [repository], permissions: { repository_hooks: 'write' } as const };
  tokenOf(scope, settings, githubApp, redelivery.token, rights);
}

/** The objects for one token: a key of a Secret, and what the token may do. */
function tokenOf(
  scope: Construct,
  settings: RemediationSettings,
  { appId, installationId, privateKey }: GithubApp,
  { name, key }: SecretKey,
  rights: {
    readonly repositories?: readonly string[];
    readonly permissions: Readonly<Record<string, 'write'>>;
  },
): void {
  new Manifest(scope, `GithubAccessToken-${name}`, {
    ...GENERATOR,
    metadata: metadataOf(settings, name),
    spec: {
      appID: appId,
      installID: installationId,
      url: settings.github.apiUrl,
      ...rights,
      auth: { privateKey: { secretRef: { ...privateKey } } },
    },
  });
  externalSecret(scope, settings, name, {
    refreshInterval: TOKEN_REFRESH,
    target: {
      name,
      // A template of the operator. `token` is what the generator returns.
      template: { engineVersion: 'v2', data: { [key]: 'Bearer {{ .token }}' } },
    },
    dataFrom: [{ sourceRef: { generatorRef: { ...GENERATOR, name } } }],
  });
}

/** With a store: the object by which the operator copies the secret of the webhooks into its Secret. */
export function storedWebhookSecret(scope: Construct, settings: RemediationSettings): void {
  const { webhookSecret: stored } = settings.externalSecrets;
  if (stored === undefined) return;
  const { name, key } = settings.github.webhookSecret;
  externalSecret(scope, settings, name, {
    refreshInterval: WEBHOOK_REFRESH,
    secretStoreRef: { name: stored.store, kind: stored.storeKind },
    target: { name },
    data: [
      {
        secretKey: key,
        // The last three are the defaults of the CRD: without them, Argo CD and `kubectl diff` would always see a difference.
        remoteRef: {
          key: stored.key,
          ...(stored.property !== undefined && { property: stored.property }),
          conversionStrategy: 'Default',
          decodingStrategy: 'None',
          metadataPolicy: 'None',
        },
      },
    ],
  });
}

function externalSecret(
  scope: Construct,
  settings: RemediationSettings,
  name: string,
  spec: Readonly<Record<string, unknown>>,
): void {
  new Manifest(scope, `ExternalSecret-${name}`, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: metadataOf(settings, name),
    spec,
  });
}

function metadataOf({ namespaces, names }: RemediationSettings, name: string) {
  return { name, namespace: namespaces.sensors, labels: { app: names.stateApp } };
}

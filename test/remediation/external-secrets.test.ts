import type { RemediationProps } from '../../src/remediation/props';
import { renderLoop, renderWithPrerequisites } from './rendered';

const githubApp = {
  appId: '12',
  installationId: '345',
  privateKey: { name: 'remediation-app', key: 'private-key.pem' },
};
const webhookSecret = { store: 'vault', key: 'hooks' };

const specs = (props: RemediationProps) =>
  Object.fromEntries(
    Object.entries(renderWithPrerequisites(props))
      .filter(([name]) => /externalsecret|githubaccesstoken/.test(name))
      .map(([name, object]) => [name, (object as unknown as { spec: unknown }).spec]),
  );

test('by default, people make the Secrets', () => {
  expect(specs({})).toEqual({});
});

test('a token of the App may write the issues and pull requests of the one repository, and becomes the whole header', () => {
  const props: RemediationProps = {
    externalSecrets: { githubApp },
    github: {
      repository: 'acme/shop',
      apiUrl: 'https://github.example.com/api/v3',
      token: { name: 'acme-token', key: 'header' },
    },
  };
  const generator = { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'GithubAccessToken' };
  expect(specs(props)).toEqual({
    'acme-token-githubaccesstoken': {
      appID: '12',
      installID: '345',
      url: 'https://github.example.com/api/v3',
      repositories: ['shop'],
      permissions: { issues: 'write', pull_requests: 'write' },
      auth: { privateKey: { secretRef: { name: 'remediation-app', key: 'private-key.pem' } } },
    },
    'acme-token-externalsecret': {
      refreshInterval: '20m',
      target: {
        name: 'acme-token',
        template: { engineVersion: 'v2', data: { header: 'Bearer {{ .token }}' } },
      },
      dataFrom: [{ sourceRef: { generatorRef: { ...generator, name: 'acme-token' } } }],
    },
  });
  // It is an object of the loop, and not of the prerequisites.
  expect(renderLoop(props)).toHaveProperty('acme-token-externalsecret');
});

test('the redelivery has a token of its own, which may write webhooks and nothing else', () => {
  const rights = (props: NonNullable<RemediationProps['redelivery']>) => {
    const found = specs({ externalSecrets: { githubApp }, redelivery: props });
    expect(found['github-redelivery-externalsecret']).toMatchObject({
      target: { name: 'github-redelivery', template: { data: { authorization: 'Bearer {{ .token }}' } } },
    });
    const { repositories, permissions } = found['github-redelivery-githubaccesstoken'] as Record<
      string,
      unknown
    >;
    return { repositories, permissions };
  };
  expect(rights({})).toEqual({ repositories: ['cto'], permissions: { repository_hooks: 'write' } });
  // A right on an organization; and on no repository.
  expect(rights({ organization: { repositoryId: 7 } })).toEqual({
    permissions: { organization_hooks: 'write' },
  });
  expect(specs({ redelivery: {} })).toEqual({});
});

test('the secret of the webhooks is copied from its store, beside the event source that reads it', () => {
  const stored = { 'github-webhook-externalsecret': expect.anything() };
  expect(specs({ externalSecrets: { webhookSecret } })).toEqual({
    'github-webhook-externalsecret': {
      refreshInterval: '1h',
      secretStoreRef: { name: 'vault', kind: 'SecretStore' },
      target: { name: 'github-webhook' },
      // With the defaults of the CRD: without them, each diff would show them.
      data: [
        {
          secretKey: 'secret',
          remoteRef: {
            key: 'hooks',
            conversionStrategy: 'Default',
            decodingStrategy: 'None',
            metadataPolicy: 'None',
          },
        },
      ],
    },
  });
  expect(renderLoop({ externalSecrets: { webhookSecret } })).not.toMatchObject(stored);
  const field = { ...webhookSecret, storeKind: 'ClusterSecretStore', property: 'secret' } as const;
  expect(specs({ externalSecrets: { webhookSecret: field } })).toMatchObject({
    'github-webhook-externalsecret': {
      secretStoreRef: { kind: 'ClusterSecretStore' },
      data: [{ remoteRef: { key: 'hooks', property: 'secret' } }],
    },
  });
});

test('the operator makes each Secret from one object', () => {
  const one = {
    token: { name: 'github', key: 'authorization' },
    webhookSecret: { name: 'github', key: 'secret' },
  };
  expect(() => renderLoop({ github: one, externalSecrets: { githubApp, webhookSecret } })).toThrow(
    'props.github.webhookSecret.name: "github" is the Secret of props.github.token too',
  );
  expect(() => renderLoop({ github: one, externalSecrets: { githubApp } })).toThrow(
    'props.github.webhookSecret.name: "github" is the Secret of props.github.token too',
  );
});

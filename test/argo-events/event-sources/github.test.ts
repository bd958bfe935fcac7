import { githubEvent } from '../../../src/argo-events/event-sources';

const WEBHOOK = {
  repositories: [{ owner: '5dlabs', names: ['cto', 'docs'] }],
  events: ['issue_comment', 'pull_request'],
  endpoint: '/comments',
  port: 12000,
  webhookSecret: { name: 'github', key: 'webhook' },
} as const;

test('the spec is what the engine needs, with the port as a string', () => {
  expect(githubEvent(WEBHOOK)).toEqual({
    kind: 'github',
    spec: {
      repositories: [{ owner: '5dlabs', names: ['cto', 'docs'] }],
      webhook: { endpoint: '/comments', port: '12000', method: 'POST', url: '' },
      events: ['issue_comment', 'pull_request'],
      webhookSecret: { name: 'github', key: 'webhook' },
      active: true,
      contentType: 'json',
    },
  });
});

test('without a token the engine manages no hooks, and with one it needs the URL', () => {
  const apiToken = { name: 'github', key: 'token' };
  expect(githubEvent(WEBHOOK).spec).not.toHaveProperty('apiToken');
  expect(githubEvent({ ...WEBHOOK, apiToken, url: 'https://hooks.example.com' }).spec).toMatchObject({
    apiToken,
    webhook: { url: 'https://hooks.example.com' },
  });
});

test('it needs no permission of the API server', () => {
  expect(githubEvent(WEBHOOK)).not.toHaveProperty('permissions');
});

test('hooks of organizations, of a GitHub App, of any event, on an Enterprise server', () => {
  const { repositories: _, ...webhook } = WEBHOOK;
  const enterprise = {
    githubBaseURL: 'https://ghe.example.com/api/v3/',
    githubUploadURL: 'https://ghe.example.com/api/uploads/',
  };
  const githubApp = { appID: 7, installationID: 8, privateKey: { name: 'app', key: 'pem' } };
  const event = githubEvent({
    ...webhook,
    organizations: ['acme'],
    events: ['*'],
    url: 'https://hooks.example.com',
    githubApp,
    enterprise,
    deleteHookOnFinish: true,
    filter: 'body.action == "opened"',
  });
  expect(event.spec).toMatchObject({
    organizations: ['acme'],
    events: ['*'],
    webhook: { url: 'https://hooks.example.com' },
    githubApp,
    ...enterprise,
    deleteHookOnFinish: true,
    filter: { expression: 'body.action == "opened"' },
  });
  expect(event.spec).not.toHaveProperty('repositories');
  expect(event.spec).not.toHaveProperty('enterprise');
});

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
    port: 12000,
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

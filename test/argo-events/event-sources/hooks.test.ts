import {
  bitbucketServerEvent,
  gitlabEvent,
  slackCommandEvent,
  slackEvent,
  slackInteractionEvent,
  snsEvent,
  storageGridEvent,
  stripeEvent,
} from '../../../src/argo-events/event-sources';
import { portOf } from '../../../src/argo-events/event-sources/needs';
import { EVENTS } from '../../kinds/event-sources';

const SECRET = { name: 'mounted', key: 'key' };
const LISTENING = { endpoint: '/hook', port: 12000 };
const REACHED = { ...LISTENING, url: 'https://hooks.example.com' };
const TLS = { caCertSecret: SECRET };

test.each([
  'bitbucket',
  'bitbucketserver',
  'gerrit',
  'gitlab',
  'slack',
  'sns',
  'storageGrid',
  'stripe',
] as const)('%s listens on its port', (kind) => {
  const { event } = EVENTS[kind];
  expect(event.kind).toBe(kind);
  expect(portOf(event)).toBe(12000);
  expect(event.spec).toMatchObject({ webhook: { endpoint: '/hook', port: '12000' } });
  expect(Object.keys(event.spec)).not.toEqual(expect.arrayContaining(['port']));
});

test('gitlabEvent registers hooks of groups, or none', () => {
  const hook = { ...REACHED, gitlabBaseURL: 'https://gitlab.com', secretToken: SECRET, accessToken: SECRET };
  expect(gitlabEvent({ ...hook, groups: ['acme'], events: ['PushEvents'] }).spec).toMatchObject({
    groups: ['acme'],
    events: ['PushEvents'],
  });
  const byHand = gitlabEvent({ ...hook, events: ['PushEvents'], metadata: { a: 'b' }, filter: 'true' });
  expect(byHand.spec).toMatchObject({ metadata: { a: 'b' }, filter: { expression: 'true' } });
  expect(byHand.spec).not.toHaveProperty('projects');
});

describe('bitbucketServerEvent', () => {
  const server = { bitbucketserverBaseURL: 'https://bitbucket.example.com/rest' };

  test('registers hooks of all repositories of a project', () => {
    const event = bitbucketServerEvent({
      ...server,
      ...REACHED,
      accessToken: SECRET,
      webhookSecret: SECRET,
      events: ['repo:refs_changed'],
      projects: ['ACME'],
      checkInterval: '5m',
      apiTls: TLS,
    });
    expect(event.spec).toEqual({
      webhook: { endpoint: '/hook', port: '12000', method: 'POST', url: 'https://hooks.example.com' },
      ...server,
      accessToken: SECRET,
      webhookSecret: SECRET,
      events: ['repo:refs_changed'],
      projects: ['ACME'],
      checkInterval: '5m',
      tls: TLS,
    });
  });

  test('looks for pull requests with a token, also for a hook that a person adds', () => {
    const event = bitbucketServerEvent({
      ...server,
      ...LISTENING,
      skipBranchRefsChangedOnOpenPR: true,
      accessToken: SECRET,
    });
    expect(event.spec).toMatchObject({ skipBranchRefsChangedOnOpenPR: true, accessToken: SECRET });
  });

  test('has the certificate of its own server apart from that of the API', () => {
    const tls = { certificate: SECRET, key: SECRET };
    const { spec } = bitbucketServerEvent({ ...server, ...LISTENING, tls });
    expect(spec).toMatchObject({ webhook: { serverCertSecret: SECRET, serverKeySecret: SECRET } });
    expect(spec).not.toHaveProperty('tls');
  });
});

test('what comes from Slack differs, and the event source does not', () => {
  const app = { ...LISTENING, signingSecret: SECRET, token: SECRET, filter: 'type == "app_mention"' };
  const event = slackEvent(app);
  expect(event.spec).toMatchObject({ token: SECRET, filter: { expression: 'type == "app_mention"' } });
  expect(slackCommandEvent(app)).toEqual(event);
  expect(slackInteractionEvent(app)).toEqual(event);
});

describe('snsEvent', () => {
  const topic = { ...REACHED, topicArn: 'arn:aws:sns:eu-central-1:1:orders', region: 'eu-central-1' };

  test('trap: the engine checks no signature unless it is told to', () => {
    expect(snsEvent(topic).spec).toMatchObject({ validateSignature: true });
    expect(snsEvent({ ...topic, validateSignature: false }).spec).toMatchObject({ validateSignature: false });
  });

  test('has the URL of the API apart from the path of its own server', () => {
    const apiEndpoint = 'http://localstack.events:4566';
    expect(snsEvent({ ...topic, apiEndpoint, accessKey: SECRET, secretKey: SECRET }).spec).toMatchObject({
      endpoint: apiEndpoint,
      webhook: { endpoint: '/hook' },
      accessKey: SECRET,
      secretKey: SECRET,
    });
    expect(snsEvent(topic).spec).not.toHaveProperty('endpoint');
  });
});

test('storageGridEvent has a prefix and a suffix where the engine has expressions', () => {
  const bucket = {
    ...REACHED,
    apiURL: 'https://storagegrid.example.com/api/v3',
    authToken: SECRET,
    topicArn: 'urn:mytext:sns:us-east-1::orders',
    bucket: 'orders',
    events: ['s3:ObjectCreated:*'],
  } as const;
  expect(
    storageGridEvent({ ...bucket, filter: { suffix: '.csv' }, apiTls: TLS, metadata: { a: 'b' } }).spec,
  ).toMatchObject({ filter: { prefix: '', suffix: '.csv' }, tls: TLS, metadata: { a: 'b' } });
  expect(storageGridEvent(bucket).spec).not.toHaveProperty('filter');
});

test('trap: the engine compares the names of Stripe events as a whole, so * would be none', () => {
  expect(() => stripeEvent({ ...LISTENING, eventFilter: ['invoice.*'] })).toThrow('whole names');
  expect(stripeEvent(LISTENING).spec).not.toHaveProperty('eventFilter');
});

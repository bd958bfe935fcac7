// A bus, an event source of GitHub, and as many sensors as the variable SENSORS says: each pages a team for comments in one
// repository.
const { App } = require('cdk8s');
const {
  declareExternal,
  EventBus,
  EventSource,
  equals,
  Folder,
  githubEvent,
  http,
  jetStream,
  Sensor,
} = require('cdk8s-argo-events');

const app = new App();
const namespace = 'events';
const folder = new Folder(app, namespace, { path: namespace });
for (const name of ['github-webhook', 'pager']) {
  declareExternal(app, { kind: 'Secret', metadata: { name, namespace } });
}
new EventBus(folder, 'bus', { namespace, spec: jetStream({ version: '2.10.29', replicas: 3 }) });
const github = new EventSource(folder, 'github', {
  name: 'github',
  namespace,
  events: {
    comments: githubEvent({
      repositories: [{ owner: 'acme', names: ['shop'] }],
      events: ['issue_comment'],
      endpoint: '/push',
      port: 12000,
      webhookSecret: { name: 'github-webhook', key: 'secret' },
    }),
  },
});
for (let number = 0; number < Number(process.env.SENSORS); number++) {
  const name = `repository-${number}`;
  const sensor = new Sensor(folder, name, { name, namespace });
  const comment = sensor.on('comment', github.event('comments'), {
    filters: ({ body }) => [
      equals(body.action, 'created'),
      equals(body.repository.full_name, `acme/${name}`),
    ],
  });
  const { body } = comment.data;
  sensor.do('page', {
    conditions: comment,
    action: http({
      method: 'POST',
      url: 'https://pager.example.com/',
      headers: { 'Content-Type': 'application/json' },
      secureHeaders: { Authorization: { name: 'pager', key: 'token' } },
      payload: { team: name, who: body.comment.user.login, what: body.comment.body },
      allow: [200],
      timeout: 10,
    }),
    retry: { steps: 3, duration: '10s', factor: 2, jitter: 0.1 },
  });
}
app.synth();

import { lines, parameter, trigger, triggering } from '../objects';

const log = (more: object = {}, name = 't') => ({ ...more, template: { name, log: {} } });

test.each([
  ['two triggers', [log(), log()], 'spec.triggers.1.template.name'],
  ['a dlqTrigger of its trigger', [log({ dlqTrigger: log() })], 'spec.triggers.0.dlqTrigger.template.name'],
  [
    'a trigger of an earlier dlqTrigger',
    [log({ dlqTrigger: log({}, 'u') }), log({}, 'u')],
    'spec.triggers.1.template.name',
  ],
])('duplicate-trigger: the name of %s', (_, triggers, place) => {
  const [found, ...more] = lines('duplicate-trigger', triggering(...triggers));
  expect(found).toMatch(
    /^\[.*\] another trigger or dlqTrigger is called "[tu]", too; give it another name \[duplicate-trigger\]$/,
  );
  expect(found).toContain(`[${place}]`);
  expect(more).toEqual([]);
});

test('retry-at-most-once: of a trigger and of its dlqTrigger', () => {
  const retryStrategy = { steps: 3 };
  const object = triggering(
    log({ retryStrategy, dlqTrigger: log({ retryStrategy, atLeastOnce: false }, 'u') }),
  );
  expect(lines('retry-at-most-once', object)).toEqual([
    '[spec.triggers.0.retryStrategy] retryStrategy has no effect without atLeastOnce: true [retry-at-most-once]',
    '[spec.triggers.0.dlqTrigger.atLeastOnce] retryStrategy has no effect without atLeastOnce: true [retry-at-most-once]',
  ]);
});

const PLACE = 'spec.triggers.0.retryStrategy';

test.each([
  [
    { steps: 4, duration: '10m', jitter: 0 },
    `[${PLACE}] the pauses may take 1800 seconds in all; expected at most 900 seconds [long-retry]`,
  ],
  [
    { steps: 3000, factor: 2 },
    `[${PLACE}] the pauses have no end; expected at most 900 seconds [long-retry]`,
  ],
])('long-retry: %j', (retryStrategy, line) => {
  expect(lines('long-retry', triggering(log({ retryStrategy })))).toEqual([line]);
});

test('long-retry: a policy pauses in each attempt', () => {
  const policy = { k8s: { labels: { a: 'b' }, backoff: { steps: 11, duration: '31s', jitter: 0 } } };
  const retryStrategy = { steps: 3, duration: '1s', jitter: 0 };
  expect(lines('long-retry', triggering(log({ policy, retryStrategy })))).toEqual([
    `[${PLACE}] the pauses may take 932 seconds in all; expected at most 900 seconds [long-retry]`,
  ]);
  expect(lines('long-retry', triggering(log({ policy })))).toEqual([]);
  const alone = { k8s: { labels: { a: 'b' }, backoff: { steps: 2, duration: '16m', jitter: 0 } } };
  expect(lines('long-retry', triggering(log({ policy: alone })))).toEqual([
    '[spec.triggers.0.policy.k8s] the pauses may take 960 seconds in all; expected at most 900 seconds [long-retry]',
  ]);
  // What is left out is as it is for a retry: 5 looks, 1 or 2 seconds apart.
  const usual = { k8s: { labels: { a: 'b' } } };
  expect(
    lines('long-retry', triggering(log({ policy: usual, retryStrategy: { steps: 112, duration: '0' } }))),
  ).toEqual([]);
  expect(
    lines('long-retry', triggering(log({ policy: usual, retryStrategy: { steps: 113, duration: '0' } }))),
  ).toHaveLength(1);
});

test.each([{}, { steps: 2, duration: '15m', jitter: 0 }, { steps: 1, duration: '1h' }, { duration: 'soon' }])(
  'long-retry: %j is short',
  (retryStrategy) => {
    expect(lines('long-retry', triggering(log({ retryStrategy })))).toEqual([]);
  },
);

test('log-interval', () => {
  expect(lines('log-interval', triggering(trigger('log', { intervalSeconds: 60 })))).toEqual([
    '[spec.triggers.0.template.log.intervalSeconds] intervalSeconds has no effect; set a rateLimit of the trigger [log-interval]',
  ]);
  expect(lines('log-interval', triggering(trigger('log', { intervalSeconds: 0 })))).toEqual([]);
});

test('rate-limit-at-most-once', () => {
  expect(lines('rate-limit-at-most-once', triggering(log({ rateLimit: { requestsPerUnit: 1 } })))).toEqual([
    '[spec.triggers.0.rateLimit] events that wait for the rateLimit are lost with the pod; set atLeastOnce: true [rate-limit-at-most-once]',
  ]);
});

test('dlq-ignored-field', () => {
  const dlqTrigger = {
    rateLimit: { requestsPerUnit: 1 },
    dlqTrigger: {},
    template: { name: 'u', log: {}, conditions: 'a', conditionsReset: [] },
  };
  expect(lines('dlq-ignored-field', triggering(log({ dlqTrigger })))).toEqual(
    [
      'template.conditions] conditions has no effect in a dlqTrigger',
      'template.conditionsReset] conditionsReset has no effect in a dlqTrigger',
      'rateLimit] rateLimit has no effect in a dlqTrigger',
      'dlqTrigger] dlqTrigger has no effect in a dlqTrigger',
    ].map((text) => `[spec.triggers.0.dlqTrigger.${text}; remove it [dlq-ignored-field]`),
  );
});

test('dlq-ignored-field: not said of a field that is empty', () => {
  const dlqTrigger = { rateLimit: null, template: { name: 'u', log: {}, conditions: '' } };
  expect(lines('dlq-ignored-field', triggering(log({ dlqTrigger }), log()))).toEqual([]);
});

test.each([
  [
    trigger('http', {}, { policy: { k8s: { labels: {} } } }),
    'spec.triggers.0.policy.k8s] the policy has no effect on http; it is for k8s, argoWorkflow',
  ],
  [
    trigger('slack', {}, { policy: { status: { allow: [200] } } }),
    'spec.triggers.0.policy.status] the policy has no effect on slack; it is for http, awsLambda, openWhisk',
  ],
])('policy-ignored: %j', (one, message) => {
  expect(lines('policy-ignored', triggering(one))).toEqual([`[${message} [policy-ignored]`]);
});

test('submit-reports-failure', () => {
  const policy = { k8s: { labels: { a: 'b' } } };
  const failures = (operation: string | undefined, more: object) =>
    lines('submit-reports-failure', triggering(trigger('argoWorkflow', { operation }, more)));
  for (const operation of ['submit', '', undefined]) {
    expect(failures(operation, { policy })).toEqual([
      '[spec.triggers.0.policy.k8s] the Workflow is submitted, and then the policy fails; remove it [submit-reports-failure]',
    ]);
  }
  const handling = { retryStrategy: { steps: 3 }, dlqTrigger: log({}, 'u') };
  const help = 'submit a Workflow with a workflowTemplateRef [submit-reports-failure]';
  expect(failures('submit-from', handling)).toEqual([
    `[spec.triggers.0.retryStrategy] submit-from always reports a failure, so each try submits another Workflow; ${help}`,
    `[spec.triggers.0.dlqTrigger] submit-from always reports a failure, so it runs after each Workflow that is submitted; ${help}`,
  ]);
  expect(failures('submit', handling)).toEqual([]);
  expect(failures('stop', { policy, ...handling })).toEqual([]);
});

test('policy-on-delete', () => {
  const policy = { k8s: { labels: { a: 'b' } } };
  const deleting = trigger('k8s', { operation: 'delete' }, { policy });
  expect(lines('policy-on-delete', triggering(deleting))).toEqual([
    '[spec.triggers.0.policy.k8s] the policy fails each deletion; remove it [policy-on-delete]',
  ]);
  const status = trigger('k8s', { operation: 'delete' }, { policy: { status: {} } });
  expect(lines('policy-on-delete', triggering(status))).toEqual([]);
});

test('policy-ignored: a trigger of no kind has other troubles', () => {
  expect(lines('policy-ignored', triggering({ policy: { status: {} }, template: { name: 't' } }))).toEqual(
    [],
  );
});

test.each([
  ['slack', { message: 'x' }, 'channel', 'channel'],
  ['slack', { channel: 'x' }, 'message', 'message or attachments or blocks'],
  ['email', { subject: 'x', body: 'x' }, 'to', 'to'],
  ['email', { to: ['x'], body: 'x' }, 'subject', 'subject'],
  ['email', { to: ['x'], subject: 'x' }, 'body', 'body'],
])('message-incomplete: %s %j', (kind, action, field, needed) => {
  expect(lines('message-incomplete', triggering(trigger(kind, action)))).toEqual([
    `[spec.triggers.0.template.${kind}.${field}] ${kind} sends nothing without ${needed}; set it, or a parameter of the trigger for it [message-incomplete]`,
  ]);
});

test('message-incomplete: a parameter fills its own field', () => {
  const parameters = [parameter('slack.channel')];
  expect(lines('message-incomplete', triggering(trigger('slack', {}, { parameters })))).toHaveLength(1);
});

test('message-incomplete: parameters of the trigger fill it', () => {
  const parameters = ['email.to.-1', 'email.body', 'email.subject'].map((dest) => parameter(dest));
  expect(lines('message-incomplete', triggering(trigger('email', {}, { parameters })))).toEqual([]);
});

const STATUS =
  '[spec.triggers.0.policy.status.allow] every status counts as success, even 500; set it to a list, such as [200] [http-status-allow]';

test('http-status-allow: the schema has a word on an empty list, which allows nothing', () => {
  const policy = { status: { allow: [] } };
  expect(lines('http-status-allow', triggering(trigger('http', {}, { policy })))).toEqual([]);
});

test('http-status-allow', () => {
  expect(lines('http-status-allow', triggering(trigger('http', {})))).toEqual([STATUS]);
});

test.each(['example.com/run', 'ftp://example.com', 'https:///run', 'https://{{ .host }}/run', '/run'])(
  'http-url: %s',
  (url) => {
    expect(lines('http-url', triggering(trigger('http', { url })))).toEqual([
      `[spec.triggers.0.template.http.url] "${url}" is no URL of HTTP; expected one such as https://host/path [http-url]`,
    ]);
  },
);

test.each([
  ['with a port and a query', trigger('http', { url: 'HTTP://example.com:8080/a b?c#d' })],
  ['with a parameter', trigger('http', { url: '-', parameters: [parameter('url')] })],
  ['with a parameter of the trigger', trigger('http', { url: '-' }, { parameters: [parameter('http.url')] })],
  ['with one for all of the action', trigger('http', { url: '-' }, { parameters: [parameter('http')] })],
])('http-url: %s', (_, one) => {
  expect(lines('http-url', triggering(one))).toEqual([]);
});

test.each([
  ['http', { url: 'https://x/{{ .Input.a }}' }, 'url', 'https://x/{{ .Input.a }}'],
  ['http', { headers: { 'X-Id': '{{ .Input.a }}' } }, 'headers.X-Id', '{{ .Input.a }}'],
  ['slack', { message: 'by {{ .Input.a }}' }, 'message', 'by {{ .Input.a }}'],
  ['argoWorkflow', { args: ['-p', 'tag={{ .Input.a }}'] }, 'args.1', 'tag={{ .Input.a }}'],
  ['k8s', { source: { s3: { bucket: { key: '{{ a }}.yaml' } } } }, 'source.s3.bucket.key', '{{ a }}.yaml'],
])('literal-template: %s %j', (kind, action, place, text) => {
  expect(lines('literal-template', triggering(trigger(kind, action)))).toEqual([
    `[spec.triggers.0.template.${kind}.${place}] "${text}" is not rendered here; use a parameter of the trigger, with dest "${kind}.${place}" [literal-template]`,
  ]);
});

test.each([
  ['a field that a parameter sets', trigger('http', { url: '{{ a }}', parameters: [parameter('url')] })],
  [
    'a header that a parameter sets',
    trigger('http', { headers: { 'X.Y': '{{ a }}' }, parameters: [parameter('headers.X\\.Y')] }),
  ],
  ['a custom trigger', trigger('custom', { spec: { x: '{{ a }}' } })],
  ['a dataTemplate', trigger('http', { payload: [parameter('x', { dataTemplate: '{{ a }}' })] })],
])('literal-template: not said of %s', (_, one) => {
  expect(lines('literal-template', triggering(one))).toEqual([]);
});

test.each(['Authorization', 'x-api-key', 'PRIVATE-TOKEN'])(
  'clear-secret: %s, and not what it says',
  (name) => {
    expect(lines('clear-secret', triggering(trigger('http', { headers: { [name]: 'secret' } })))).toEqual([
      `[spec.triggers.0.template.http.headers.${name}] the header ${name} carries a secret in the clear; use secureHeaders, which read it from a Secret [clear-secret]`,
    ]);
  },
);

test.each([
  ['another header', trigger('http', { headers: { Accept: 'x' } })],
  [
    'one that a parameter sets',
    trigger('http', { headers: { Cookie: 'x' }, parameters: [parameter('headers.Cookie')] }),
  ],
])('clear-secret: not said of %s', (_, one) => {
  expect(lines('clear-secret', triggering(one))).toEqual([]);
});

import { dependencies, lines, parameter, sensor, trigger, triggering } from '../objects';

const onA = { name: 't', conditions: 'a' };
const onEither = { name: 't', conditions: 'a || b' };
const http = (action: object, template: object = onA) =>
  triggering({ template: { ...template, http: action } });
const ofB = (dest: string, src: object = {}) => parameter(dest, { dependencyName: 'b', ...src });

test('parameter-outside-conditions: of the trigger, its action and its dlqTrigger', () => {
  const dlqTrigger = { template: { name: 'u', conditions: 'b', http: { parameters: [ofB('url')] } } };
  const object = triggering({
    parameters: [ofB('http.url')],
    dlqTrigger,
    template: { ...onA, http: { parameters: [parameter('url'), ofB('url')] } },
  });
  expect(lines('parameter-outside-conditions', object)).toEqual(
    [
      'spec.triggers.0.parameters.0',
      'spec.triggers.0.template.http.parameters.1',
      'spec.triggers.0.dlqTrigger.template.http.parameters.0',
    ].map(
      (place) =>
        `[${place}.src.dependencyName] the trigger does not wait for "b"; add it to the conditions, or read "a" [parameter-outside-conditions]`,
    ),
  );
});

test.each([
  ['with a default', { payload: [ofB('x', { dataKey: 'a', value: '' })] }, 'payload'],
  ['in a header', { dynamicHeaders: [ofB('x', { contextTemplate: 'a', value: '' })] }, 'dynamicHeaders'],
  ['that is the whole of it', { payload: [ofB('', { dataKey: 'a' })] }, 'payload'],
])('parameter-outside-conditions: of a payload %s', (_, action, field) => {
  expect(lines('parameter-outside-conditions', http(action))).toEqual([
    `[spec.triggers.0.template.http.${field}.0.src.dependencyName] the trigger does not wait for "b"; add it to the conditions, or read "a" [parameter-outside-conditions]`,
  ]);
});

test.each([
  ['a constant in a payload', http({ payload: [ofB('x', { value: 'constant' })] })],
  ['one of two', http({ parameters: [ofB('url')] }, onEither)],
  ['all, without conditions', http({ parameters: [ofB('url')] }, { name: 't' })],
  ['a payload, of which another rule speaks', http({ payload: [ofB('x')], dynamicHeaders: [ofB('X')] })],
  ['a dependency that there is not', http({ parameters: [ofB('url', { dependencyName: 'z' })] })],
  ['conditions that cannot be read', http({ parameters: [ofB('url')] }, { name: 't', conditions: 'a >' })],
])('parameter-outside-conditions: not said of %s', (_, object) => {
  expect(lines('parameter-outside-conditions', object)).toEqual([]);
});

test.each([
  ['payload', { payload: [ofB('x')] }, onEither],
  ['dynamicHeaders', { dynamicHeaders: [ofB('X-Id')] }, onEither],
  ['payload', { payload: [ofB('x')] }, onA],
  ['payload', { payload: [ofB('x')] }, { name: 't', conditions: 'a && (a || b)' }],
])('payload-without-default: %s', (field, action, template) => {
  expect(lines('payload-without-default', http(action, template))).toEqual([
    `[spec.triggers.0.template.http.${field}.0.src.value] no default, but "b" may have no event when the trigger fires; set a text; with the constructs, withDefault(…) [payload-without-default]`,
  ]);
});

test.each([
  ['with a default', { payload: [ofB('x', { value: '' })] }, onEither],
  ['for the whole payload', { payload: [ofB('')] }, onEither],
  ['of an object', { parameters: [ofB('url')] }, onEither],
  ['when the trigger waits for it', { payload: [ofB('x')] }, { name: 't', conditions: '(a || b) && b' }],
  ['without conditions', { payload: [ofB('x')] }, { name: 't' }],
  ['of a dependency that there is not', { payload: [ofB('x', { dependencyName: 'z' })] }, onEither],
])('payload-without-default: not said %s', (_, action, template) => {
  expect(lines('payload-without-default', http(action, template))).toEqual([]);
});

const PARAMETER = 'spec.triggers.0.template.k8s.parameters.0';
const k8s = (resource: object, ...parameters: object[]) =>
  triggering(trigger('k8s', { source: { resource }, parameters }));

test.each([
  [
    'data["a.b"]',
    '"data[\\"a.b\\"]" has brackets, which become a part of the key; write labels.0 for an item of a list, and \\. for a dot in a key',
  ],
  [
    'args[0]',
    '"args[0]" has brackets, which become a part of the key; write labels.0 for an item of a list, and \\. for a dot in a key',
  ],
  ['.data.x', '".data.x" has an empty key; write keys with dots between them'],
  ['data..x', '"data..x" has an empty key; write keys with dots between them'],
  ['$.data', '"$.data" has the key $; write keys with dots between them'],
])('dest-path: %s', (dest, message) => {
  expect(lines('dest-path', k8s({}, parameter(dest)))).toEqual([
    `[${PARAMETER}.dest] ${message} [dest-path]`,
  ]);
});

test.each(['data.a\\.b', 'args.0', 'args.-1', 'data.:1', 'data.a\\[0\\]', ''])(
  'dest-path: "%s" is one',
  (dest) => {
    expect(lines('dest-path', k8s({}, parameter(dest)))).toEqual([]);
  },
);

test('dest-path: a header is none', () => {
  const object = triggering(trigger('http', { dynamicHeaders: [parameter('X[0]')] }));
  expect(lines('dest-path', object)).toEqual([]);
});

test.each([
  ['the object', k8s({ data: {} }, parameter('data.#.x')), `[${PARAMETER}.dest]`, 'data.#.x'],
  [
    'a payload',
    triggering(trigger('http', { payload: [parameter('labels.*')] })),
    '[spec.triggers.0.template.http.payload.0.dest]',
    'labels.*',
  ],
  [
    'the template',
    triggering(trigger('http', { url: 'x' }, { parameters: [parameter('http.headers.*')] })),
    '[spec.triggers.0.parameters.0.dest]',
    'http.headers.*',
  ],
  [
    'the action',
    triggering(trigger('http', { parameters: [parameter('headers.?')] })),
    '[spec.triggers.0.template.http.parameters.0.dest]',
    'headers.?',
  ],
])('dest-search: in %s', (_, object, place, dest) => {
  expect(lines('dest-search', object)).toEqual([
    `${place} "${dest}" is a search that finds nothing; write \\ before *, ?, #, | and @ in a key [dest-search]`,
  ]);
});

test.each([
  ['something to find', k8s({ data: [{ x: 1 }] }, parameter('data.#.x'))],
  ['a backslash', k8s({}, parameter('data.a\\*'))],
  ['an earlier parameter', k8s({}, parameter('data'), parameter('data.*'))],
  [
    'an object from elsewhere',
    triggering(trigger('k8s', { source: { git: {} }, parameters: [parameter('a.*')] })),
  ],
  ['a body of its own', triggering(trigger('custom', { parameters: [parameter('a.*')] }))],
  ['a header', triggering(trigger('http', { dynamicHeaders: [parameter('X*')] }))],
])('dest-search: not said with %s', (_, object) => {
  expect(lines('dest-search', object)).toEqual([]);
});

test('dest-field: of a trigger', () => {
  const object = triggering(trigger('k8s', {}, { parameters: [parameter('spec.pr_number')] }));
  expect(lines('dest-field', object)).toEqual([
    '[spec.triggers.0.parameters.0.dest] unknown field "spec", because a parameter of the trigger changes its template; move the parameter to template.k8s.parameters, to change the object [dest-field]',
  ]);
});

test('dest-field: of an action', () => {
  const object = triggering(trigger('email', { parameters: [parameter('text')] }));
  expect(lines('dest-field', object)).toEqual([
    '[spec.triggers.0.template.email.parameters.0.dest] unknown field "text"; expected "body", "from", "host", "parameters", "port", "smtpPassword", "subject", "to" or "username" [dest-field]',
  ]);
});

test.each([
  ['a field of the action', trigger('http', { parameters: [parameter('headers.X')] })],
  ['a field in another case, as Go takes it', trigger('http', { parameters: [parameter('URL')] })],
  ['any field of an object', trigger('k8s', { parameters: [parameter('spec.x')] })],
  ['any field of a body of its own', trigger('custom', { parameters: [parameter('x')] })],
  ['any key of a payload', trigger('http', { payload: [parameter('x')] })],
  ['the name of the trigger', trigger('http', {}, { parameters: [parameter('name')] })],
])('dest-field: %s', (_, one) => {
  expect(lines('dest-field', triggering(one))).toEqual([]);
});

test.each([
  ['slack', 'message'],
  ['email', 'to.0'],
  ['nats', 'subject'],
])('parameter-ignored: in %s', (kind, dest) => {
  expect(lines('parameter-ignored', triggering(trigger(kind, { parameters: [parameter(dest)] })))).toEqual([
    `[spec.triggers.0.template.${kind}.parameters.0.dest] the engine ignores this parameter of ${kind}; use a parameter of the trigger, with dest "${kind}.${dest}" [parameter-ignored]`,
  ]);
});

test.each(['submit-from', 'resubmit', 'retry'])('parameter-ignored: what %s does not read', (operation) => {
  const ofAction = (...dests: string[]) =>
    triggering(
      trigger('argoWorkflow', {
        operation,
        source: { resource: {} },
        parameters: dests.map((dest) => parameter(dest)),
      }),
    );
  const object = ofAction('spec.arguments.parameters.0.value', 'metadata.labels.x');
  expect(lines('parameter-ignored', object)).toEqual(
    [0, 1].map(
      (index) =>
        `[spec.triggers.0.template.argoWorkflow.parameters.${index}.dest] ${operation} reads nothing of the object but its name and namespace; pass the value to argo: a parameter of the trigger with operation append, for the item of args after -p [parameter-ignored]`,
    ),
  );
  expect(lines('dest-list', object)).toEqual([]);
  expect(lines('parameter-ignored', ofAction('metadata.name', 'metadata.namespace', 'kind'))).toEqual([]);
});

test.each([
  ['submit', {}],
  ['an operation that a parameter sets', { parameters: [parameter('argoWorkflow.operation')] }],
])('parameter-ignored: not said of %s', (operation, more) => {
  const action = { operation, source: { resource: {} }, parameters: [parameter('spec.arguments')] };
  expect(lines('parameter-ignored', triggering(trigger('argoWorkflow', action, more)))).toEqual([]);
});

test.each([
  ['pulsar', 'topic'],
  ['kafka', 'url'],
  ['openWhisk', 'host'],
])('parameter-ignored: of what the connection of %s is made of', (kind, dest) => {
  expect(lines('parameter-ignored', triggering(trigger(kind, { parameters: [parameter(dest)] })))).toEqual([
    `[spec.triggers.0.template.${kind}.parameters.0.dest] the engine ignores this parameter of ${kind}; write a constant [parameter-ignored]`,
  ]);
});

test.each([
  ['kafka', 'kafka.url'],
  ['nats', 'nats.url'],
  ['pulsar', 'pulsar.topic'],
  ['awsLambda', 'awsLambda.region'],
  ['http', 'http.tls.insecureSkipVerify'],
])('kept-connection: of %s', (kind, dest) => {
  const one = trigger(kind, {}, { parameters: [parameter(dest)] });
  expect(lines('kept-connection', triggering(one))).toEqual([
    `[spec.triggers.0.parameters.0.dest] the engine keeps the connection of the first event, so "${dest}" stays as it was then; write a constant [kept-connection]`,
  ]);
});

test('kept-connection: of a dlqTrigger', () => {
  const dlqTrigger = { ...trigger('nats', {}), parameters: [parameter('nats.url')] };
  expect(lines('kept-connection', triggering(trigger('log', {}, { dlqTrigger })))).toHaveLength(1);
});

test.each([
  ['what is asked for with each event', trigger('kafka', {}, { parameters: [parameter('kafka.topic')] })],
  ['in the trigger, which has a rule of its own', trigger('kafka', { parameters: [parameter('url')] })],
  ['of a payload with such names', trigger('http', { payload: [parameter('kafka.url')] })],
  ['of a kind that connects anew', trigger('email', {}, { parameters: [parameter('email.host')] })],
])('kept-connection: not said of %s', (_, one) => {
  expect(lines('kept-connection', triggering(one))).toEqual([]);
});

test.each([
  ['of the trigger', trigger('slack', {}, { parameters: [parameter('slack.message')] })],
  ['in http', trigger('http', { parameters: [parameter('url')] })],
  ['in the spec of a custom one', trigger('custom', { parameters: [parameter('serverURL')] })],
  ['of what is read later', trigger('nats', { parameters: [parameter('payload')] })],
])('parameter-ignored: not said %s', (_, one) => {
  expect(lines('parameter-ignored', triggering(one))).toEqual([]);
});

test.each([
  [
    'context beside data',
    parameter('x', { dataKey: 'a', contextKey: 'id' }),
    'src.contextKey] contextKey has no effect beside dataKey; keep one of the two',
  ],
  [
    'a raw template',
    parameter('x', { contextTemplate: '{{ .Input.id }}', useRawData: true }),
    'src.useRawData] useRawData has no effect with contextTemplate; use dataKey or contextKey',
  ],
  [
    'an operation',
    { ...parameter('x'), operation: 'append' },
    'operation] operation "append" has no effect in a payload; remove it',
  ],
  [
    'a raw constant',
    parameter('x', { dataKey: undefined, value: '7', useRawData: true }),
    'src.useRawData] useRawData has no effect on a constant, which is a text; write the constant into the source, without a parameter',
  ],
])('parameter-source: %s', (_, one, message) => {
  expect(lines('parameter-source', triggering(trigger('http', { payload: [one] })))).toEqual([
    `[spec.triggers.0.template.http.payload.0.${message} [parameter-source]`,
  ]);
});

test.each([
  ['a raw key', { payload: [parameter('x', { dataKey: 'a', useRawData: true })] }],
  [
    'a raw key for a template that fails',
    { payload: [parameter('x', { dataKey: 'a', dataTemplate: 'b', useRawData: true })] },
  ],
  ['an operation on an object', { parameters: [{ ...parameter('url'), operation: 'append' }] }],
  ['the operation that a payload has anyway', { payload: [{ ...parameter('x'), operation: 'overwrite' }] }],
])('parameter-source: %s', (_, action) => {
  expect(lines('parameter-source', triggering(trigger('http', action)))).toEqual([]);
});

test.each([
  ['data', { dataKey: 'body.x', dataTemplate: '{{ .Input.body.y }}', value: '' }],
  ['context', { dataKey: undefined, contextKey: 'id', contextTemplate: '{{ .Input.id }}' }],
])('template-and-key: of the %s', (part, src) => {
  expect(lines('template-and-key', k8s({}, parameter('data.x', src)))).toEqual([
    `[${PARAMETER}.src.${part}Key] the engine reads ${part}Key only if ${part}Template fails or prints nothing; keep one of the two [template-and-key]`,
  ]);
});

test.each([{ dataKey: 'a' }, { dataTemplate: 'a' }, { dataTemplate: 'a', contextKey: 'id' }])(
  'template-and-key: not said of %j',
  (src) => {
    expect(lines('template-and-key', k8s({}, { src: { dependencyName: 'a', ...src }, dest: 'x' }))).toEqual(
      [],
    );
  },
);

test('whole-event: without any key', () => {
  const one = { src: { dependencyName: 'a' }, dest: 'data.x' };
  expect(lines('whole-event', k8s({}, one))).toEqual([
    `[${PARAMETER}.src] without dataKey or contextKey, the value is the whole event, with its data as base64 text; write a dataKey, such as body, or @this for all data [whole-event]`,
  ]);
  expect(lines('whole-event', triggering(trigger('http', { payload: [{ ...one, dest: '' }] })))).toHaveLength(
    1,
  );
});

test.each([
  { value: '' },
  { dataKey: 'a' },
  { dataTemplate: 'a' },
  { contextKey: 'a' },
  { contextTemplate: 'a' },
])('whole-event: not said of %j', (src) => {
  expect(lines('whole-event', k8s({}, { src: { dependencyName: 'a', ...src }, dest: 'x' }))).toEqual([]);
});

const CONDITIONS = 'spec.triggers.0.template.conditions';

test.each([
  ['no conditions', { name: 't' }, {}],
  ['&&', { name: 't', conditions: 'a && b' }, {}],
  ['no conditions, a payload', { name: 't' }, { payload: [parameter('x'), ofB('x')] }],
])('missing-conditions: one dest for two dependencies, with %s', (_, template, action) => {
  const set =
    Object.keys(action).length > 0 ? action : { parameters: [parameter('x'), ofB('x', { dataKey: 'y' })] };
  expect(lines('missing-conditions', http(set, template))).toEqual([
    `[${CONDITIONS}] the trigger waits for "a" and "b" together, but each of them sets x; to act on each event, write conditions: a || b [missing-conditions]`,
  ]);
});

test('missing-conditions: triggers that read one dependency each', () => {
  const reading = (dependencyName: string) =>
    trigger('http', { payload: [parameter('x', { dependencyName, dataKey: 'x' })] });
  const line = (index: number, name: string) =>
    `[spec.triggers.${index}.template.conditions] the trigger waits for "a" and "b" together, but reads "${name}" alone; to act on its event, write conditions: ${name} [missing-conditions]`;
  expect(lines('missing-conditions', triggering(reading('a'), reading('b')))).toEqual([
    line(0, 'a'),
    line(1, 'b'),
  ]);
  const both = trigger('http', { payload: [parameter('x'), ofB('y')] });
  expect(lines('missing-conditions', triggering(reading('a'), reading('b'), both))).toEqual([]);
  expect(lines('missing-conditions', triggering(reading('a'), reading('a')))).toEqual([]);
});

test.each([
  ['either of them', { payload: [parameter('x'), ofB('x')] }, onEither],
  ['another dest', { payload: [parameter('x'), ofB('y')] }, { name: 't' }],
  [
    'one more text',
    { parameters: [parameter('url'), { ...ofB('url'), operation: 'append' }] },
    { name: 't' },
  ],
  ['a constant', { payload: [parameter('x'), ofB('x', { value: 'y' })] }, { name: 't' }],
  ['one dependency', { payload: [parameter('x'), parameter('x')] }, { name: 't' }],
  [
    'conditions that cannot be read',
    { payload: [parameter('x'), ofB('x')] },
    { name: 't', conditions: 'a >' },
  ],
])('missing-conditions: not said of %s', (_, action, template) => {
  expect(lines('missing-conditions', http(action, template))).toEqual([]);
});

test('a sensor without triggers has no parameters', () => {
  expect(lines('dest-field', sensor({ dependencies: dependencies('a') }))).toEqual([]);
});

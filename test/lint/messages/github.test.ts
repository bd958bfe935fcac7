import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { githubEventNames, isMissing, lookUp } from '../../../src/lint/github/payloads';
import { eventSource, lines, linesWith, sensor } from '../objects';

// The rules that know what GitHub sends.

const github = (events: readonly string[], more: object = {}) =>
  eventSource({ github: { all: { events, ...more } } });

const filtering = (data: readonly object[], more: object = {}, filters: object = {}) =>
  sensor({
    dependencies: [
      { name: 'a', eventSourceName: 'github', eventName: 'all', ...more, filters: { ...filters, data } },
    ],
    triggers: [{ template: { name: 't', log: {} } }],
  });

const text = (path: string, ...value: string[]) => ({ path, type: 'string', value });
const PLACE = 'spec.dependencies.0.filters.data';
const HEADER = 'headers.X-Github-Event.0';

/** What the rule says of a path, with these events of the event source. */
const payload = (events: readonly string[], path: string) =>
  lines('github-payload', github(events), filtering([text(path, 'x')]));

test.each([
  [
    'a slip in the first key',
    ['*'],
    'body.pull_requst.number',
    'no event of GitHub has "body.pull_requst"; did you mean "body.pull_request.number"?',
  ],
  [
    'a slip in a later key',
    ['issues'],
    'body.issue.user.logins',
    'no event "issues" of GitHub has "body.issue.user.logins"; did you mean "body.issue.user.login"?',
  ],
  [
    'a slip beside an escaped dot',
    ['issues'],
    'body.issue.titles.a\\.b',
    'no event "issues" of GitHub has "body.issue.titles"; did you mean "body.issue.title.a\\\\.b"?',
  ],
  [
    'a key that is left out',
    ['pull_request'],
    'body.head.ref',
    'no event "pull_request" of GitHub has "body.head"; did you mean "body.pull_request.head.ref"?',
  ],
  [
    'the data of another event',
    ['issues', 'release'],
    'body.commits.0.id',
    'no event "issues" or "release" of GitHub has "body.commits"; it is in the event "push"',
  ],
  [
    'what no event has',
    ['create', 'delete', 'fork', 'gollum'],
    'body.nothing',
    'none of its events of GitHub has "body.nothing"',
  ],
  [
    'a key in a list',
    ['pull_request'],
    'body.pull_request.labels.name',
    '"body.pull_request.labels" is a list, so it has no "name"; write "body.pull_request.labels.0.name" for its first item',
  ],
  ['a key in a text', ['issues'], 'body.action.name', '"body.action" is a text, so it has no "name"'],
])('github-payload: %s', (_, events, path, message) => {
  const [line, ...others] = payload(events, path);
  expect(line).toContain(`[${PLACE}.0.path] ${message}`);
  expect(others).toEqual([]);
});

test.each([
  ['another event than the one of the path', ['*'], 'body.commits.0.id'],
  ['an event that is not known', ['new_event'], 'body.nothing'],
  ['what the event source adds', ['issues'], 'body.X-GitHub-Event'],
  ['the number of items', ['pull_request'], 'body.pull_request.labels.#'],
  ['a query', ['pull_request'], 'body.pull_request.labels.#(name=="bug").color'],
  ['the notation of another language', ['pull_request'], 'body.pull_request.labels[0].name'],
  ['a wildcard', ['pull_request'], 'body.pull_*.number'],
  ['a modifier', ['pull_request'], 'body.pull_request|@pretty'],
  ['the whole body', ['issues'], 'body'],
  ['what GitHub says nothing of', ['repository_dispatch'], 'body.client_payload.image.tag'],
  ['a property of the repository', ['push'], 'body.repository.custom_properties.team'],
])('github-payload: not said of %s', (_, events, path) => {
  expect(payload(events, path)).toEqual([]);
});

describe('github-payload: the name of the event', () => {
  const path = text('body.commits.0.id', 'x');
  const found = (...more: Parameters<typeof filtering>) =>
    lines('github-payload', github(['*']), filtering(...more));
  const message = `[${PLACE}.1.path] no event "issues" of GitHub has "body.commits"; it is in the event "push" [github-payload]`;

  test.each([
    [text(HEADER, '^issues$')],
    [text('headers.X-Github-Event', '"issues"')],
    [text('body.X-GitHub-Event', '^issues$')],
    [text(HEADER, '^iss(?:ues)$')],
  ])('by a filter: %j', (filter) => {
    expect(found([filter, path])).toEqual([message]);
  });

  test.each([
    ['the filter lets it pass', [text(HEADER, '^push$'), path], {}, {}],
    ['the filter is no pattern', [text(HEADER, '('), path], {}, {}],
    ['one filter is enough', [text(HEADER, '^issues$'), path], {}, { dataLogicalOperator: 'or' }],
    ['one kind of filter is enough', [text(HEADER, '^issues$'), path], { filtersLogicalOperator: 'or' }, {}],
    ['a transform makes the data', [text(HEADER, '^issues$'), path], { transform: { jq: '.' } }, {}],
    ['another event is refused', [{ ...text(HEADER, '^issues$'), comparator: '!=' }, path], {}, {}],
  ])('not said if %s', (_, data, more, filters) => {
    expect(found(data, more, filters)).toEqual([]);
  });

  test('of a hook that sends others than the event source is registered for', () => {
    const object = filtering([text(HEADER, '^issues$'), path]);
    expect(lines('github-payload', github(['release']), object)).toEqual([message]);
  });

  test('tells GitHub if the event source is not known, or a plain webhook', () => {
    const object = filtering([text(HEADER, '^issues$'), path]);
    const external = { kind: 'EventSource', metadata: { name: 'github', namespace: 'events' } };
    expect(linesWith([external], 'github-payload', object)).toEqual([message]);
    expect(lines('github-payload', object)).toEqual([message]);
    expect(lines('github-payload', filtering([path]))).toEqual([]);
    const webhook = eventSource({ webhook: { all: {} } });
    const onWebhook = filtering([text('header.X-Github-Event.0', '^issues$'), path]);
    expect(lines('github-payload', webhook, onWebhook)).toEqual([message]);
    expect(lines('github-payload', webhook, filtering([path]))).toEqual([]);
    expect(lines('github-payload', eventSource({ gitlab: { all: {} } }), object)).toEqual([]);
  });
});

test('github-payload: of expressions and parameters', () => {
  const src = { dependencyName: 'a', dataKey: 'body.issues.number' };
  const object = sensor({
    dependencies: [
      {
        name: 'a',
        eventSourceName: 'github',
        eventName: 'all',
        filters: { exprs: [{ expr: 'n > 1', fields: [{ name: 'n', path: 'body.issue.numbers' }] }] },
      },
    ],
    triggers: [{ parameters: [{ src, dest: 'name' }], template: {} }],
  });
  expect(lines('github-payload', github(['issues']), object).map((line) => line.split(']')[0])).toEqual([
    '[spec.dependencies.0.filters.exprs.0.fields.0.path',
    '[spec.triggers.0.parameters.0.src.dataKey',
  ]);
});

test.each([
  [
    '{{ .Input.body.issue.titles }}',
    'no event "issues" of GitHub has "body.issue.titles"; did you mean ".Input.body.issue.title"?',
  ],
  [
    '{{ .Input.body.issue.labels.name }}',
    '"body.issue.labels" is a list, so it has no "name"; write "(index .Input.body.issue.labels 0).name" for its first item',
  ],
  [
    'a{{/* .Input.body.x */}}{{ "" }}{{ upper (.Input.body.issue.login) }}',
    'no event "issues" of GitHub has "body.issue.login"',
  ],
])('github-payload: the template %s', (dataTemplate, message) => {
  const object = sensor({
    dependencies: [{ name: 'a', eventSourceName: 'github', eventName: 'all' }],
    triggers: [{ parameters: [{ src: { dependencyName: 'a', dataTemplate }, dest: 'name' }], template: {} }],
  });
  const [line, ...others] = lines('github-payload', github(['issues']), object);
  expect(line).toContain(`[spec.triggers.0.parameters.0.src.dataTemplate] ${message}`);
  expect(others).toEqual([]);
});

test.each([
  '{{ .Input.body.issue.title }} {{ .Input.body.issue.titles | .',
  '.Input.body.issue.titles',
  '{{ "{{ .Input.body.issue.titles }}" }}',
  '{{ (index .Input.body.issue.labels 0).names }}',
  '{{ $x.Input.body.nothing }}',
])('github-payload: not said of the template %s', (dataTemplate) => {
  const object = sensor({
    dependencies: [{ name: 'a', eventSourceName: 'github', eventName: 'all' }],
    triggers: [{ parameters: [{ src: { dependencyName: 'a', dataTemplate }, dest: 'name' }], template: {} }],
  });
  expect(lines('github-payload', github(['issues']), object)).toEqual([]);
});

test('github-event', () => {
  expect(lines('github-event', github(['pull-request', 'issues', 'comments', '*']))).toEqual([
    '[spec.github.all.events.0] GitHub has no event "pull-request"; did you mean "pull_request"? [github-event]',
    '[spec.github.all.events.2] GitHub has no event "comments"; write a name as in the header X-GitHub-Event, such as "push" [github-event]',
  ]);
  expect(lines('github-event', eventSource({ gitlab: { all: { events: ['PushEvents'] } } }))).toEqual([]);
});

test('the table of payloads has whatever GitHub has sent in the examples', () => {
  const folder = dirname(require.resolve('@octokit/webhooks-examples/package.json'));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('index.json'),
  );
  const unknown = files.flatMap((file) => {
    const events = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      name: string;
      examples: unknown[];
    }[];
    return events.flatMap(({ name, examples }) =>
      pathsIn(examples).flatMap(([, ...path]) =>
        isMissing(lookUp([name], path)) ? [`${name}: ${path.join('.')}`] : [],
      ),
    );
  });
  expect(files.length).toBeGreaterThan(3);
  expect([...new Set(unknown)]).toEqual([]);
  expect(githubEventNames()).toEqual(
    expect.arrayContaining(['issues', 'pull_request_review', 'workflow_job']),
  );
});

/** The path of each value in a value. */
function pathsIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  return Object.entries(value).flatMap(([key, inner]) => pathsIn(inner).map((path) => [key, ...path]));
}

import { eventSource, filtering as filteringAll, lines, linesWith, sensor } from '../objects';

// The rules that know the values that an event may have.

const PLACE = 'spec.dependencies.0.filters.data.0';
const EXTERNAL = { kind: 'EventSource', metadata: { name: 'github', namespace: 'events' } };

/** A sensor with these data filters on an event `a`, of which nothing else is known. */
const filtering = (...data: object[]) =>
  filteringAll({ data: data.map((one) => ({ type: 'string', ...one })) });

/** The event `a` of GitHub. */
const github = (events: readonly string[], more: object = {}) =>
  eventSource({ github: { a: { events, ...more } } });

const HEADER = 'headers.X-Github-Event.0';

describe('unanchored-value', () => {
  const found = (events: readonly string[], ...data: object[]) =>
    lines('unanchored-value', github(events), filtering(...data));

  test.each([
    ['a part of one', 'assigned', '"assigned" matches "unassigned", too; write "^assigned$"'],
    ['with an anchor that does not help', 'opened$', '"opened$" matches "reopened", too; write "^opened$"'],
    [
      'one of a choice',
      'opened|labeled',
      '"opened|labeled" matches "reopened" and "unlabeled", too; write "^(?:opened|labeled)$"',
    ],
  ])('an action that is %s', (_, value, message) => {
    expect(found(['issues'], { path: 'body.action', value: [value] })).toEqual([
      `[${PLACE}.value.0] ${message} [unanchored-value]`,
    ]);
  });

  test('an action that is refused, and more with it', () => {
    expect(found(['issues'], { path: 'body.action', comparator: '!=', value: ['opened'] })).toEqual([
      `[${PLACE}.value.0] "opened" refuses "reopened", too; write "^opened$" [unanchored-value]`,
    ]);
  });

  test.each([
    ['is anchored', ['^assigned$']],
    ['is anchored where it counts', ['^assigned']],
    ['is a choice that is anchored', ['^(?:opened|closed)$']],
    ['stands beside what it matches', ['opened', 'reopened']],
    ['is a choice with what it matches', ['opened|reopened']],
    ['is a part of none', ['closed']],
    ['is a pattern', ['(?:un)?assigned']],
    ['is no action', ['label']],
    ['does not compile', ['(opened']],
  ])('not said if it %s', (_, value) => {
    expect(found(['issues'], { path: 'body.action', value })).toEqual([]);
  });

  test('of the events that have the value', () => {
    const closed = { path: 'body.action', value: ['created'] };
    // An alert may be metadata_created.
    expect(found(['secret_scanning_alert'], closed)).toHaveLength(1);
    expect(found(['*'], closed)).toEqual([]);
    expect(found(['*'], { path: 'body.action', value: ['opened'] })).toHaveLength(1);
    expect(found(['release'], { path: 'body.action', value: ['opened'] })).toEqual([]);
  });

  test('the name of an event', () => {
    const filter = { path: HEADER, value: ['pull_request'] };
    const several = '"pull_request_review", "pull_request_review_comment" and "pull_request_review_thread"';
    expect(found(['*'], filter)).toEqual([
      `[${PLACE}.value.0] "pull_request" matches ${several}, too; write "^pull_request$" [unanchored-value]`,
    ]);
    expect(found(['*'], { ...filter, path: 'headers.X-Github-Event' })).toEqual([
      `[${PLACE}.value.0] "pull_request" matches ${several}, too; end the path with .0, and write "^pull_request$" [unanchored-value]`,
    ]);
    expect(found(['pull_request', 'push'], filter)).toEqual([]);
    expect(linesWith([EXTERNAL], 'unanchored-value', filtering(filter))).toHaveLength(1);
  });

  test('an action of an event source that is not known, if it looks like one of GitHub', () => {
    const action = (value: string) =>
      linesWith([EXTERNAL], 'unanchored-value', filtering({ path: 'body.action', value: [value] }));
    expect(action('labeled')).toHaveLength(1);
    expect(action('label')).toEqual([]);
    // With the name of the event, its actions alone count.
    const name = { path: HEADER, value: ['^release$'] };
    const object = filtering({ path: 'body.action', value: ['published'] }, name);
    expect(linesWith([EXTERNAL], 'unanchored-value', object)).toHaveLength(1);
    const other = filtering({ path: 'body.action', value: ['published'] }, { ...name, value: ['^issues$'] });
    expect(linesWith([EXTERNAL], 'unanchored-value', other)).toEqual([]);
  });

  test.each([
    ['body.object_kind', 'push', '"tag_push"', '^push$'],
    ['body.object_attributes.action', 'open', '"reopen"', '^open$'],
    ['headers.X-Gitlab-Event.0', 'Note Hook', '"Confidential Note Hook"', '^Note Hook$'],
  ])('%s of GitLab', (path, value, others, pattern) => {
    const source = eventSource({ gitlab: { a: {} } });
    expect(lines('unanchored-value', source, filtering({ path, value: [value] }))).toEqual([
      `[${PLACE}.value.0] "${value}" matches ${others}, too; write "${pattern}" [unanchored-value]`,
    ]);
    const webhook = eventSource({ webhook: { a: {} } });
    expect(lines('unanchored-value', webhook, filtering({ path, value: [value] }))).toEqual([]);
  });

  test('not said of what a transform may have made, or a template', () => {
    const filter = { path: 'body.action', type: 'string', value: ['opened'] };
    const transformed = sensor({
      dependencies: [
        {
          name: 'a',
          eventSourceName: 'github',
          eventName: 'a',
          transform: { jq: '.' },
          filters: { data: [filter] },
        },
      ],
      triggers: [],
    });
    expect(lines('unanchored-value', github(['issues']), transformed)).toEqual([]);
    expect(found(['issues'], { ...filter, template: '<{{ .Input }}>' })).toEqual([]);
  });

  test('a number', () => {
    expect(found(['issues'], { path: 'body.issue.number', value: ['12'] })).toEqual([
      `[${PLACE}.value.0] "12" is a part of other numbers, too, such as "112"; write type: number [unanchored-value]`,
    ]);
    expect(found(['issues'], { path: 'body.issue.number', value: ['^12$'] })).toEqual([]);
    expect(found(['issues'], { path: 'body.issue.title', value: ['12'] })).toEqual([]);
  });

  test.each(['body.sender.login', 'body.user.username', 'body.user_username'])('%s is a login', (path) => {
    expect(lines('unanchored-value', filtering({ path, value: ['^a$', 'b'] }))).toEqual([
      `[${PLACE}.value.1] "b" matches a part of other logins, too; write "^b$" [unanchored-value]`,
    ]);
    expect(lines('unanchored-value', filtering({ path, value: ['a+'] }))).toEqual([
      `[${PLACE}.value.0] "a+" matches a part of other logins, too; write ^ in front and $ at the end [unanchored-value]`,
    ]);
  });

  test.each([
    ['body.repository.full_name', 'acme/shop', 'repositories', 'write "^acme/shop$"'],
    ['body.repository.full_name', 'acme/shop.js', 'repositories', 'write "^acme/shop\\\\.js$"'],
    ['body.repository.full_name', 'acme/', 'repositories', 'write "^acme/"'],
    ['body.repository.name', 'shop', 'repositories', 'write "^shop$"'],
    ['body.project.path_with_namespace', 'acme/shop', 'repositories', 'write "^acme/shop$"'],
    ['body.ref', 'refs/heads/main', 'branches', 'write "^refs/heads/main$"'],
    ['body.ref', 'main', 'branches', 'a push has the whole ref: write "^refs/heads/main$"'],
    ['body.ref', 'release/', 'branches', 'a push has the whole ref: write "^refs/heads/release/"'],
    ['body.pull_request.base.ref', 'main', 'branches', 'write "^main$"'],
    ['body.pull_request.base.ref', 'main|develop', 'branches', 'write "^(?:main|develop)$"'],
    ['body.object_attributes.target_branch', 'release/', 'branches', 'write "^release/"'],
  ])('%s: %s', (path, value, what, help) => {
    expect(lines('unanchored-value', filtering({ path, value: [value] }))).toEqual([
      `[${PLACE}.value.0] "${value}" matches a part of other ${what}, too; ${help} [unanchored-value]`,
    ]);
  });

  test.each([
    ['another field', { path: 'body.sender.type', value: ['User'] }],
    ['a field that only ends like a login', { path: 'body.lastlogin', value: ['a'] }],
    ['a field that only begins like one', { path: 'body.login_count', value: ['a'] }],
    ['a login that is to differ', { path: 'body.sender.login', comparator: '!=', value: ['bot'] }],
    ['all branches', { path: 'body.ref', value: ['refs/heads/'] }],
    ['all tags of versions', { path: 'body.ref', value: ['refs/tags/v'] }],
    ['a branch with an anchor', { path: 'body.ref', value: ['^refs/heads/release', '/main$'] }],
    ['a pattern of branches', { path: 'body.ref', value: ['refs/heads/(main|develop)'] }],
    ['the name of something else', { path: 'body.label.name', value: ['bug'] }],
    ['the kind of a ref', { path: 'body.ref_type', value: ['tag'] }],
  ])('not said of %s', (_, filter) => {
    expect(lines('unanchored-value', filtering(filter))).toEqual([]);
  });
});

describe('impossible-value', () => {
  const found = (events: readonly string[], ...data: object[]) =>
    lines('impossible-value', github(events), filtering(...data));

  test.each([
    ['a slip', ['issues'], ['opend'], '"opend" matches no value of body.action; did you mean "opened"?'],
    [
      'a slip in a pattern',
      ['issues'],
      ['^opend$'],
      '"^opend$" matches no value of body.action; did you mean "^opened$"?',
    ],
    [
      'another case',
      ['issues'],
      ['^Opened$'],
      '"^Opened$" matches no value of body.action; did you mean "^opened$"?',
    ],
    [
      'an action of another event',
      ['issue_comment'],
      ['^submitted$'],
      '"^submitted$" matches no value of body.action; expected "created", "deleted", "edited", "pinned" or "unpinned"',
    ],
    [
      'what is no action',
      ['pull_request'],
      ['^merged$'],
      '"^merged$" matches no value of body.action; a merged pull request is closed, and its merged is true',
    ],
  ])('%s', (_, events, value, message) => {
    expect(found(events, { path: 'body.action', value })).toEqual([
      `[${PLACE}.value.0] ${message} [impossible-value]`,
    ]);
  });

  test('one value beside others', () => {
    expect(found(['issues'], { path: 'body.action', value: ['^opened$', '^opend$'] })).toHaveLength(1);
    expect(found(['issues'], { path: 'body.action', value: ['^merged$|^landed$'] })).toHaveLength(1);
  });

  test('with "!="', () => {
    expect(found(['issues'], { path: 'body.action', comparator: '!=', value: ['^opend$'] })).toEqual([
      `[${PLACE}.value.0] "^opend$" matches no value of body.action, so "!=" refuses none; did you mean "^opened$"? [impossible-value]`,
    ]);
  });

  test('of the event, where the engine registers the hooks', () => {
    const filter = { path: HEADER, value: ['^push$'] };
    expect(found(['issues'], filter)).toEqual([]);
    const registered = github(['issues'], { apiToken: { name: 'github', key: 'token' } });
    expect(lines('impossible-value', registered, filtering(filter))).toEqual([
      `[${PLACE}.value.0] "^push$" matches no value of ${HEADER}; expected "issues" [impossible-value]`,
    ]);
    expect(found(['issues'], { ...filter, value: ['^pull-request$'] })).toHaveLength(1);
    expect(found(['issues'], { path: 'headers.X-Github-Event', value: ['^push$'] })).toHaveLength(1);
    expect(found(['issues'], { path: 'headers.X-Github-Event', value: ['"push"'] })).toEqual([]);
  });

  test('of other fields', () => {
    const path = 'body.pull_request.state';
    expect(found(['pull_request'], { path, value: ['^merged$'] })).toHaveLength(1);
    expect(found(['pull_request'], { path: 'body.pull_request.draft', value: ['^no$'] })).toEqual([
      `[${PLACE}.value.0] "^no$" matches no value of body.pull_request.draft; expected "true" or "false" [impossible-value]`,
    ]);
    expect(found(['pull_request'], { path: 'body.pull_request.number', value: ['^one$'] })).toEqual([
      `[${PLACE}.value.0] "^one$" matches no value of body.pull_request.number; expected a number [impossible-value]`,
    ]);
    const resource = eventSource({ resource: { a: {} } });
    expect(lines('impossible-value', resource, filtering({ path: 'type', value: ['ADDED'] }))).toEqual([
      `[${PLACE}.value.0] "ADDED" matches no value of type; expected "ADD", "DELETE" or "UPDATE" [impossible-value]`,
    ]);
  });

  test.each([
    ['body.action', 'number', '1', 'a text, and no number; write type: string'],
    ['body.action', 'bool', 'true', 'a text, and no boolean; write type: string'],
    [
      'body.issue.user',
      'bool',
      'true',
      'an object, and no boolean; read a key of it, or ask for any value with type: string and "(?s)."',
    ],
    ['body.issue.labels', 'number', '1', 'a list, and no number; read one of its items'],
  ])('%s is no %s', (path, type, value, message) => {
    expect(found(['issues'], { path, type, value: [value] })).toEqual([
      `[${PLACE}.type] ${path} is ${message} [impossible-value]`,
    ]);
  });

  test.each([
    ['a value that there is', { path: 'body.action', value: ['^opened$'] }],
    ['a pattern', { path: 'body.action', value: ['^open'] }],
    ['no value', { path: 'body.issue.state_reason', value: ['^$'] }],
    ['any text', { path: 'body.issue.title', value: ['^opend$'] }],
    ['what is not known', { path: 'body.issue.performed_via_github_app.permissions.new', value: ['x'] }],
    ['a number', { path: 'body.issue.number', value: ['^1'] }],
    ['a pattern of numbers', { path: 'body.issue.number', value: ['^[1-9]$'] }],
    ['what does not compile', { path: 'body.action', value: ['('] }],
    ['a text that may be a number', { path: 'body.issue.title', type: 'number', value: ['1'] }],
    ['a boolean for a number', { path: 'body.issue.locked', type: 'number', value: ['1'] }],
    ['what a template makes', { path: 'body.action', template: '<{{ .Input }}>', value: ['^<opened>$'] }],
  ])('not said of %s', (_, filter) => {
    expect(found(['issues'], filter)).toEqual([]);
  });

  test('not said if the event source is not known', () => {
    const filter = { path: 'body.action', value: ['^opend$'] };
    expect(linesWith([EXTERNAL], 'impossible-value', filtering(filter))).toEqual([]);
    const named = filtering(filter, { path: HEADER, value: ['^issues$'] });
    expect(linesWith([EXTERNAL], 'impossible-value', named)).toHaveLength(1);
  });
});

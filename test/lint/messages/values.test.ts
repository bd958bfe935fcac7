import { eventSource, lines, linesWith, sensor } from '../objects';
import { EXPR, EXTERNAL, expression, filtering, github, HEADER, PLACE } from '../values';

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

  test.each([
    ['x =~ "assigned"', '"assigned" matches "unassigned", too; write "^assigned$"'],
    ['x !~ "opened" && x != "a"', '"opened" refuses "reopened", too; write "^opened$"'],
    [
      "(x =~ 'labeled|opened')",
      '"labeled|opened" matches "reopened" and "unlabeled", too; write "^(?:labeled|opened)$"',
    ],
  ])('the expression %s', (expr, message) => {
    expect(lines('unanchored-value', github(['issues']), expression(expr, 'body.action'))).toEqual([
      `[${EXPR}] ${message} [unanchored-value]`,
    ]);
  });

  test.each([
    ['an exact comparison', 'x == "assigned"'],
    ['an anchored pattern', 'x =~ "^assigned"'],
    ['two patterns that are both meant', 'x =~ "opened" || x =~ "reopened"'],
    ['what is more than the field', 'x + "un" =~ "assigned"'],
    ['what does not end', 'x =~ "assigned'],
  ])('not said of an expression with %s', (_, expr) => {
    expect(lines('unanchored-value', github(['issues']), expression(expr, 'body.action'))).toEqual([]);
  });

  test('a number', () => {
    expect(
      lines('unanchored-value', github(['issues']), expression('x =~ "1"', 'body.issue.number')),
    ).toEqual([]);
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

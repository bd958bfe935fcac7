import { eventSource, lines, linesWith } from '../objects';
import { EXPR, EXTERNAL, expression, filtering, github, HEADER, PLACE } from '../values';

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

  test('of the action of GitLab, if the event is one of GitLab', () => {
    const filter = { path: 'body.object_attributes.action', value: ['^opened$'] };
    const source = eventSource({ gitlab: { a: {} } });
    expect(lines('impossible-value', source, filtering(filter))).toEqual([
      expect.stringContaining(
        '"^opened$" matches no value of body.object_attributes.action; expected "approval", ',
      ),
    ]);
    expect(lines('impossible-value', source, filtering({ ...filter, value: ['^open$'] }))).toEqual([]);
    expect(lines('impossible-value', filtering(filter))).toEqual([]);
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
    expect(found(['issues'], { path: 'headers.X-Github-Event', value: ['^push$'] })).toEqual([]);
    expect(found(['issues'], { path: 'headers.X-Github-Event', value: ['"opend"'] })).toHaveLength(1);
    expect(found(['issues'], { path: 'headers.X-Github-Event', value: ['"push"'] })).toEqual([]);
  });

  test('the ref of a push', () => {
    const help = 'a push has the whole ref, such as "refs/heads/main"';
    expect(found(['push'], { path: 'body.ref', value: ['^main$'] })).toEqual([
      `[${PLACE}.value.0] "^main$" matches no value of body.ref; ${help} [impossible-value]`,
    ]);
    expect(lines('impossible-value', github(['push']), expression('x == "main"', 'body.ref'))).toEqual([
      `[${EXPR}] "main" is no value of body.ref; ${help} [impossible-value]`,
    ]);
    for (const value of ['^refs/heads/main$', '^refs/', '^ref', 'main$', '^(?:main)$', '^.*main$']) {
      expect(found(['push'], { path: 'body.ref', value: [value] })).toEqual([]);
    }
    expect(found(['create'], { path: 'body.ref', value: ['^main$'] })).toEqual([]);
    expect(found(['push', 'create'], { path: 'body.ref', value: ['^main$'] })).toEqual([]);
    expect(
      lines('impossible-value', github(['push']), expression('x == "refs/heads/main"', 'body.ref')),
    ).toEqual([]);
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

  test.each([
    ['body.action', 'x == "opend"', '"opend" is no value of body.action; did you mean "opened"?'],
    ['body.action', '"opend" == x', '"opend" is no value of body.action; did you mean "opened"?'],
    [
      'body.action',
      'x != "opend"',
      '"opend" is no value of body.action, so "!=" refuses none; did you mean "opened"?',
    ],
    ['body.action', 'x == 1', 'body.action is a text, and 1 is a number; write "1"'],
    [
      'body.issue.number',
      'x == "13"',
      'body.issue.number is a number, and "13" is a text; write 13 without quotes',
    ],
    ['body.issue.number', 'x > "many"', 'body.issue.number is a number, and "many" is a text'],
    [
      'body.issue.number',
      'x =~ "1"',
      'body.issue.number is a number, and "1" is a text; write 1 without quotes',
    ],
    [
      'body.issue.locked',
      'x == "true"',
      'body.issue.locked is a boolean, and "true" is a text; write true without quotes',
    ],
    ['body.issue.labels', 'x == "bug"', 'body.issue.labels is a list, and "bug" is a text'],
    ['body.issue.user', 'x == true', 'body.issue.user is an object, and true is a boolean'],
  ])('the expression on %s: %s', (path, expr, message) => {
    expect(lines('impossible-value', github(['issues']), expression(expr, path))).toEqual([
      `[${EXPR}] ${message} [impossible-value]`,
    ]);
  });

  test.each([
    ['body.action', 'x == "opened"'],
    ['body.action', 'x > "opend"'],
    ['body.action', 'x + "d" == "opend"'],
    ['body.action', '"re" + x == "opend"'],
    ['body.action', 'x == "open" + "ed"'],
    ['body.action', 'x in ("opend", "b")'],
    ['body.issue.title', 'x == "opend"'],
    ['body.issue.number', 'x == 13'],
    ['body.issue.number', 'x > "2024-05-01"'],
    ['body.issue.number', '-x == -13'],
    ['body.issue.locked', 'x == true'],
    ['body.issue.performed_via_github_app.permissions.new', 'x == 1'],
    ['body.issue.nothing', 'x == 1'],
  ])('not said of the expression on %s: %s', (path, expr) => {
    expect(lines('impossible-value', github(['issues']), expression(expr, path))).toEqual([]);
  });

  test('not said if the event source is not known', () => {
    const filter = { path: 'body.action', value: ['^opend$'] };
    expect(linesWith([EXTERNAL], 'impossible-value', filtering(filter))).toEqual([]);
    const named = filtering(filter, { path: HEADER, value: ['^issues$'] });
    expect(linesWith([EXTERNAL], 'impossible-value', named)).toHaveLength(1);
  });
});

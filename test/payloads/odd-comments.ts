import { comment, label } from './comments';
import { type Path, without, withValue } from './edit';
import type { Payload } from './payload';

const ID: Path = ['body', 'comment', 'id'];
const PR: Path = ['body', 'issue', 'number'];
const LOGIN: Path = ['body', 'comment', 'user', 'login'];
const BODY: Path = ['body', 'comment', 'body'];
const LABELS: Path = ['body', 'issue', 'labels'];
const REPOSITORY: Path = ['body', 'repository', 'full_name'];
const EVENT: Path = ['headers', 'X-Github-Event'];

function payload(name: string, description: string, data: unknown): Payload {
  return { name: `comment-${name}`, description, eventSource: 'github', event: 'issue_comment', data };
}

/** The accepted comment with one field changed. */
function odd(name: string, description: string, path: Path, value: unknown): Payload {
  return payload(name, description, withValue(comment(), path, value));
}

/** The accepted comment with one field missing. */
function lacking(name: string, description: string, path: Path): Payload {
  return payload(name, description, without(comment(), path));
}

// Each differs from an accepted login in one thing that a pattern without anchors, or with other ones, lets through.
const logins = [
  odd('login-after-bot', 'A login that begins like the app', LOGIN, '5DLabs-Tess[bot]x'),
  odd('login-other-case', 'The login of Tess in lower case', LOGIN, '5dlabs-tess'),
  odd(
    'login-of-app-in-lower-case',
    'The login of the app Tess as GitHub makes it: its slug',
    LOGIN,
    '5dlabs-tess[bot]',
  ),
  odd(
    'login-letter-like-s',
    'A letter that Unicode takes for an s when case is ignored',
    LOGIN,
    '5DLab\u017f-Tess',
  ),
  odd(
    'login-newline-after',
    'A line break after the login: $ is the end of the text',
    LOGIN,
    '5DLabs-Tess\n',
  ),
  odd('login-newline-before', 'A line break before the login', LOGIN, '\n5DLabs-Tess'),
  odd('login-second-line', 'The login as one line of several', LOGIN, 'octocat\n5DLabs-Tess\noctocat'),
  odd('login-list', 'The login in a list', LOGIN, ['5DLabs-Tess']),
  odd('login-null', 'No login', LOGIN, null),
  odd('user-null', 'A comment of a deleted user', ['body', 'comment', 'user'], null),
];

const repositories = [
  odd('repository-other-case', 'The repository in another case', REPOSITORY, '5DLabs/CTO'),
  odd('repository-prefix', 'A repository that ends like ours', REPOSITORY, 'evil-5dlabs/cto'),
  odd('repository-path', 'A repository that climbs out of its URL', REPOSITORY, '5dlabs/cto/../../evil/x'),
  odd('repository-newline', 'A line break after the repository', REPOSITORY, '5dlabs/cto\n'),
  odd('repository-name-null', 'A repository without a name', REPOSITORY, null),
  odd('repository-null', 'No repository', ['body', 'repository'], null),
];

const events = [
  lacking('header-missing', 'No header says which event it is', EVENT),
  odd('header-empty', 'The header without a value', EVENT, []),
  odd('header-second', 'The right event as the second value of the header', EVENT, [
    'issues',
    'issue_comment',
  ]),
  odd('header-longer', 'An event that begins like ours', EVENT, ['issue_comment_x']),
  lacking('headers-missing', 'No headers at all', ['headers']),
];

const labels = [
  odd('labels-empty', 'No labels', LABELS, []),
  odd('labels-null', 'Labels: null', LABELS, null),
  odd('labels-object', 'One label instead of a list', LABELS, label('task-7')),
  odd('labels-string', 'A name instead of a list', LABELS, 'task-7'),
  lacking('labels-missing', 'An issue without the field for labels', LABELS),
  odd('label-names-odd', 'Names that are no strings do no harm to the one that is', LABELS, [
    label('task-7'),
    ...[8, true, null, ['task-8'], { name: 'task-8' }].map((name) => ({ ...label(''), name })),
    {},
    'task-8',
    ['task-8'],
    8,
  ]),
  odd('label-task-zero', 'Task 0 is none', LABELS, [label('task-0')]),
  odd('label-longest-task', 'A number of eighteen digits, the longest that fits into every name', LABELS, [
    label('task-999999999999999999'),
  ]),
  odd(
    'labels-hostile',
    'Names that would end up in an object name, a selector or a URL',
    LABELS,
    [
      'task-1\n',
      '\ntask-1',
      'a\ntask-1\nb',
      'task-1;rm',
      'task-1,agent-type=rex',
      'task-١',
      'task-1234567890123456789',
      'task-1/../../x',
      'task-1%0a',
      'task-{{7}}',
      'task-7 ',
      ' task-7',
      'task-7\u0000',
      'task-7\u200b',
      'TASK-7',
      'task--7',
      'task-+7',
      'task-7.0',
      'task-7e1',
      'task-0x7',
    ].map(label),
  ),
];

const numbers = [
  odd('id-zero', 'An id of 0', ID, 0),
  odd('id-negative', 'A negative id', ID, -1),
  odd('id-fractional', 'An id with a fraction', ID, 2345678901.5),
  odd('id-string', 'An id in quotes', ID, '2345678901'),
  odd('id-list', 'An id in a list', ID, [2345678901]),
  odd('id-huge', 'An id that has no digits in JSON', ID, 1e300),
  odd('id-null', 'An id of null', ID, null),
  lacking('id-missing', 'No id', ID),
  odd('pr-negative', 'A negative PR', PR, -42),
  odd('pr-fractional', 'A PR with a fraction', PR, 42.5),
  odd('pr-string', 'A PR that climbs out of its URL', PR, '42/../../../x'),
  odd('pr-too-large', 'A PR of ten digits', PR, 1000000000),
  odd('pr-null', 'A PR of null', PR, null),
  lacking('pr-missing', 'No PR', PR),
];

// For each level that the transform and the filters read, the level above it that is not there.
const missing = [
  payload('event-empty', 'An event without anything', {}),
  odd('payload-null', 'An event without a body', ['body'], null),
  odd('payload-string', 'An event whose body is text', ['body'], '🔴 Required Changes'),
  odd('action-null', 'No action', ['body', 'action'], null),
  odd('issue-null', 'No issue', ['body', 'issue'], null),
  odd('issue-list', 'An issue in a list', ['body', 'issue'], [comment().body.issue]),
  odd('state-null', 'A PR that is neither open nor closed', ['body', 'issue', 'state'], null),
  odd('pull-request-null', 'An issue whose pull request is null', ['body', 'issue', 'pull_request'], null),
  odd('pull-request-empty', 'A pull request without URL', ['body', 'issue', 'pull_request'], {}),
  odd('comment-null', 'No comment', ['body', 'comment'], null),
  odd('body-null', 'A comment without text', BODY, null),
  lacking('body-missing', 'A comment without the field for its text', BODY),
  odd('time-null', 'A comment without time counts', ['body', 'comment', 'created_at'], null),
];

const CONTROLS = String.fromCharCode(...Array.from({ length: 32 }, (_, code) => code), 127);
const HOSTILE = [
  '"}],"x":{"y":[',
  "'; DROP TABLE; --",
  '\\ \\\\ \\" \\u0041 \\n',
  '{{ .Input.body }} {{ fail "x" }} {{',
  '}} $(x) `x` %s %2e',
  CONTROLS,
  '\u0085 \u00a0 \u2028 \u2029 \ufeff \u202e',
  '👩‍💻 🏴\u{e0067}\u{e007f} e\u0301',
].join('\n');
const MARKER = '🔴 Required Changes';

const bodies = [
  odd(
    'body-long',
    'A text of 100 KB with the marker at its end',
    BODY,
    `${'long text '.repeat(10_000)}${MARKER}`,
  ),
  odd(
    'body-hostile',
    'Quotes, braces, control characters around the marker',
    BODY,
    `${HOSTILE}${MARKER}${HOSTILE}`,
  ),
  odd('body-empty', 'An empty text', BODY, ''),
  odd('marker-split', 'The marker over two lines', BODY, '🔴 Required\nChanges'),
  odd('marker-other-case', 'The marker in lower case', BODY, MARKER.toLowerCase()),
  odd('marker-wide-space', 'The marker with a no-break space', BODY, '🔴\u00a0Required Changes'),
  odd('marker-half-character', 'The marker with half of its emoji', BODY, '\ud83d Required Changes'),
  odd(
    'marker-misread',
    'The marker as it looks when UTF-8 is read as Latin-1',
    BODY,
    'ðŸ”´ Required Changes',
  ),
  odd('time-hostile', 'What is stored stays one JSON text', ['body', 'comment', 'created_at'], HOSTILE),
];

/** Comments as no sender should make them, or as an attacker would: each in one respect. */
export const oddCommentPayloads: readonly Payload[] = [
  ...logins,
  ...repositories,
  ...events,
  ...labels,
  ...numbers,
  ...missing,
  ...bodies,
];

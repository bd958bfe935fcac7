import { type GithubEvent, githubEvent, type ResourceEvent } from '../../src/argo-events/event-sources';
import type { ConfigMap } from '../../src/argo-events/kubernetes';
import type { Ref, Reference } from '../../src/argo-events/references/ref';
import { count, each, field, first, item, nonNull } from '../../src/argo-events/references/reference';
import { dataOf } from '../argo-events/events';

// The compiler is the judge here: each @ts-expect-error fails the type check when its line compiles.
const github = dataOf<GithubEvent<'issue_comment'>>();
const state = dataOf<ResourceEvent<ConfigMap>>();

/** Takes only references to such a value. */
const accept = <T>(...references: Reference<T>[]) => expect(references).not.toHaveLength(0);

describe('paths', () => {
  test('a mistyped one does not compile', () => {
    // @ts-expect-error body.comment
    void github.body.coment;
    // @ts-expect-error body.comment.user.login
    void github.body.comment.user.logn;
    // @ts-expect-error a string has no fields
    void github.body.comment.body.length;
    expect(github).toBeDefined();
  });

  test('optional and nullable fields are reached like any other', () => {
    accept<string | null | undefined>(
      github.body.comment.user.login,
      github.body.issue.pull_request.url,
      github.body.issue.assignee.login,
    );
    // @ts-expect-error it need not be there
    accept<string>(github.body.issue.pull_request.url);
  });

  test('the fields of a union are those of all its members', () => {
    const event = dataOf<{ by: { user: string } | { team: number; user: number } | null }>();
    accept<string | number>(event.by.user);
    accept<number | undefined>(event.by.team);
    // @ts-expect-error no member has it
    void event.by.group;
  });

  test('arrays are reached by index, in each element, or by a query', () => {
    const { labels } = github.body.issue;
    accept<string>(labels[0].name, labels[9].name, item(labels, 12).name, first(labels, 'name', 'bug').color);
    accept<string[]>(each(labels).name);
    accept<number>(count(labels));
    // @ts-expect-error the next index is written with item
    void labels[10];
    // @ts-expect-error a label has no such field
    void each(labels).nam;
    // @ts-expect-error a label has no such field
    void first(labels, 'nam', 'bug');
    // @ts-expect-error only arrays have a number of elements
    void count(github.body.issue.title);
  });

  test('an object that GitHub does not describe has fields of any name, until one says which', () => {
    const { client_payload } = dataOf<GithubEvent<'repository_dispatch'>>().body;
    accept<unknown>(client_payload['env']!);
    // @ts-expect-error of unknown type
    accept<string>(client_payload['env']!);
    const described = client_payload as unknown as Ref<{ env: string }>;
    accept<string>(described.env);
    // @ts-expect-error env
    void described.enw;
  });

  test('headers have the spelling of Go, and are lists', () => {
    accept<string>(github.headers['X-Github-Event'][0]);
    // @ts-expect-error Go writes X-Github-Event
    void github.headers['X-GitHub-Event'];
    accept<string>(github.body['X-GitHub-Event']);
  });

  test('resource events have the object, and the one before it', () => {
    accept<string | undefined>(state.body.metadata.name, state.oldBody.metadata.name);
    accept<string>(state.oldBody.data['current_iteration']!, state.body.metadata.labels['task-id']!);
    accept<'ADD' | 'UPDATE' | 'DELETE'>(state.type);
    // @ts-expect-error a ConfigMap has no spec
    void state.oldBody.spec;
  });
});

test('what is not null has the same fields, and no null', () => {
  const { issue } = dataOf<GithubEvent<'issues'>>().body;
  accept<string | undefined>(nonNull(issue.body), nonNull(issue.milestone).title);
  // @ts-expect-error it may be null
  accept<string | undefined>(issue.body);
  // @ts-expect-error title
  void nonNull(issue.milestone).titel;
});

describe('reserved names', () => {
  const data = dataOf<{ then: { ok: boolean }; toJSON: string; kept: number }>();

  test('are no fields, for the language asks any object for them', () => {
    // @ts-expect-error field(data, 'then')
    void data.then;
    // @ts-expect-error field(data, 'toJSON')
    void data.toJSON;
    accept<number>(data.kept);
  });

  test('are reached by field, which knows the keys and their types too', () => {
    accept<boolean>(field(data, 'then').ok);
    accept<string>(field(data, 'toJSON'));
    // @ts-expect-error no such key
    void field(data, 'toJson');
  });
});

test('a reference is no value of its type', () => {
  const length = (value: string) => value.length;
  // @ts-expect-error it stands for the title in an event
  void length(github.body.issue.title);
  expect(() => {
    // @ts-expect-error it cannot be written to
    github.body.action = 'created';
  }).toThrow('cannot be written to');
});

test('an event of GitHub is one that GitHub sends, with its own payload', () => {
  const webhook = {
    repositories: [{ owner: '5dlabs', names: ['cto'] }],
    endpoint: '/',
    port: 12000,
    webhookSecret: { name: 'github', key: 'webhook' },
  };
  githubEvent({ ...webhook, events: ['issue_comment', 'pull_request_review'] });
  // @ts-expect-error issue_comment
  githubEvent({ ...webhook, events: ['issue_comments'] });
  // @ts-expect-error at least one
  githubEvent({ ...webhook, events: [] });
  const review = dataOf<GithubEvent<'pull_request_review'>>();
  accept<string>(review.body.review.user.login as Reference<string>);
  // @ts-expect-error a review has no comment
  void review.body.comment;
});

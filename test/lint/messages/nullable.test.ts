import type { GithubPayload } from '../../../src/argo-events/event-sources/github-payload';
import type { PlainObject } from '../../../src/lint';
import { NULLABLE } from '../../../src/lint/nullable';
import { dependencies, eventSource, lines, parameter, sensor, trigger } from '../objects';

/** The fields of the object of a payload that GitHub's document says may be null. */
type NullableOf<Payload, Key extends string> = Payload extends { [Name in Key]: infer Value }
  ? { [Field in keyof Value]-?: null extends Value[Field] ? Field : never }[keyof Value]
  : never;

test('they are nullable in the document of GitHub', () => {
  const known: {
    readonly issue: readonly NullableOf<GithubPayload<'issues'>, 'issue'>[];
    readonly pull_request: readonly NullableOf<GithubPayload<'pull_request'>, 'pull_request'>[];
    readonly release: readonly NullableOf<GithubPayload<'release'>, 'release'>[];
    readonly repository: readonly NullableOf<GithubPayload<'issues'>, 'repository'>[];
  } = NULLABLE;
  expect(known).toBe(NULLABLE);
});

function reading(src: object, dependency: object = {}): PlainObject {
  return sensor({
    dependencies: dependencies('a').map((one) => ({ ...one, ...dependency })),
    triggers: [trigger('http', { payload: [parameter('x', src)] })],
  });
}

const github = eventSource({ github: { a: {} } });
const controller = (image: string) => ({
  kind: 'Deployment',
  spec: { template: { spec: { containers: [{ image }] } } },
});
const PLACE = '[spec.triggers.0.template.http.payload.0.src.dataKey]';

test('nullable-data: a text', () => {
  expect(lines('nullable-data', github, reading({ dataKey: 'body.issue.milestone', value: 'none' }))).toEqual(
    [
      `${PLACE} body.issue.milestone may be null, which becomes the text "null"; to take a default, write dataKey: body.issue.milestone|[[@this]].#(0!=~null).0 and a value [nullable-data]`,
    ],
  );
});

test('nullable-data: below null', () => {
  expect(lines('nullable-data', reading({ dataKey: 'body.pull_request.assignee.login' }))).toEqual([
    `${PLACE} body.pull_request.assignee may be null, and then there is no "login" and the action fails; set a value, which is the default [nullable-data]`,
  ]);
});

test('nullable-data: raw, with an engine that breaks it', () => {
  const object = reading({ dataKey: 'body.issue.milestone', useRawData: true });
  expect(lines('nullable-data', object, controller('quay.io/argoproj/argo-events:v1.9.7'))).toEqual([
    `${PLACE} body.issue.milestone may be null, of which Argo Events v1.9.7 makes broken JSON; use Argo Events v1.9.8 or later [nullable-data]`,
  ]);
  for (const version of ['v1.9.8', '1.10.0', 'latest'])
    expect(lines('nullable-data', object, controller(`argo-events:${version}`))).toEqual([]);
});

test.each([
  ['a default', [reading({ dataKey: 'body.issue.assignee.login', value: '' })]],
  [
    'a path that leaves null out',
    [reading({ dataKey: 'body.issue.body|[[@this]].#(0!=~null).0', value: '' })],
  ],
  ['another field', [reading({ dataKey: 'body.issue.title' })]],
  ['another kind', [eventSource({ gitlab: { a: {} } }), reading({ dataKey: 'body.issue.milestone' })]],
  ['a repository of an unknown source', [reading({ dataKey: 'body.repository.description' })]],
  ['data of a transform', [github, reading({ dataKey: 'body.issue.body' }, { transform: { jq: '.' } })]],
  [
    'what a filter asks for',
    [
      github,
      reading(
        { dataKey: 'body.issue.milestone.title' },
        { filters: { data: [{ path: 'body.issue.milestone.title', type: 'string', value: ['v1'] }] } },
      ),
    ],
  ],
])('nullable-data: not said of %s', (_, objects) => {
  expect(lines('nullable-data', ...objects)).toEqual([]);
});

import type { GithubEvent } from '../../src/argo-events/event-sources';
import {
  contains,
  equals,
  expression,
  greaterThan,
  matches,
  notEquals,
  oneOf,
} from '../../src/argo-events/filters';
import { dataOf } from '../argo-events/events';

// The compiler is the judge here: each @ts-expect-error fails the type check when its line compiles.
const { body } = dataOf<GithubEvent<'issue_comment'>>();

test('equals takes a value of the type of its field', () => {
  equals(body.issue.number, 7);
  equals(body.issue.locked, true);
  equals(body.comment.user.login, 'octocat');
  // @ts-expect-error a number
  equals(body.issue.number, '7');
  // @ts-expect-error a string
  equals(body.comment.user.login, 7);
  // @ts-expect-error a boolean
  equals(body.issue.locked, 'true');
  // @ts-expect-error an object is no value
  equals(body.comment.user, 'octocat');
  expect(equals).toBeDefined();
});

test('a literal has to be one of the union', () => {
  equals(body.action, 'created');
  oneOf(body.action, ['created', 'edited']);
  notEquals(body.issue.state, 'closed');
  // @ts-expect-error created
  equals(body.action, 'creatd');
  // @ts-expect-error opened is an action of issues
  oneOf(body.action, ['created', 'opened']);
  // @ts-expect-error closed
  notEquals(body.issue.state, 'close');
  expect(oneOf).toBeDefined();
});

test('oneOf takes values of the type of its field', () => {
  oneOf(body.issue.number, [1, 2]);
  // @ts-expect-error numbers
  oneOf(body.issue.number, ['1', '2']);
  // @ts-expect-error not some of each
  expect(() => oneOf(body.comment.user.login, ['a', 1])).toThrow('one type');
});

test('text is compared with text, numbers with numbers', () => {
  contains(body.comment.body, 'x');
  greaterThan(body.comment.id, 1);
  matches(body.comment.id, '^1');
  // @ts-expect-error a number has no part
  contains(body.comment.id, '1');
  // @ts-expect-error a string is not greater
  greaterThan(body.comment.body, 1);
  // @ts-expect-error a number is needed
  greaterThan(body.comment.id, '1');
  expect(contains).toBeDefined();
});

test('an expression takes fields and constants', () => {
  expression`${body.issue.number} > ${3} && ${body.comment.user.login} == ${'octocat'}`;
  // @ts-expect-error an object has no comparison
  expression`${body.comment.user} == ${'octocat'}`;
  // @ts-expect-error nor has a list
  expect(() => expression`${body.issue.number} in ${[1, 2]}`).toBeDefined();
});

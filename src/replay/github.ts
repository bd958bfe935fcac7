import type { PlainObject } from '../lint/rule';

/** The keys of a webhook of GitHub that say which event it is, from the most special to the most common. */
const SIGNS: readonly (readonly [string, readonly string[]])[] = [
  ['issue_comment', ['issue', 'comment']],
  ['pull_request_review_comment', ['pull_request', 'comment']],
  ['pull_request_review_thread', ['pull_request', 'thread']],
  ['pull_request_review', ['pull_request', 'review']],
  ['discussion_comment', ['discussion', 'comment']],
  ['workflow_job', ['workflow_job']],
  ['workflow_run', ['workflow_run']],
  ['check_run', ['check_run']],
  ['check_suite', ['check_suite']],
  ['deployment_status', ['deployment', 'deployment_status']],
  ['deployment', ['deployment']],
  ['release', ['release']],
  ['commit_comment', ['comment']],
  ['pull_request', ['pull_request', 'number']],
  ['issues', ['issue']],
  ['discussion', ['discussion']],
  ['push', ['ref', 'before', 'after']],
  ['status', ['sha', 'state', 'branches']],
  ['ping', ['zen']],
];

/** Whether an object looks like the body of a webhook of GitHub. */
export function isFromGithub(body: PlainObject): boolean {
  return 'sender' in body && ('repository' in body || 'organization' in body || 'zen' in body);
}

/** The name of the event that a body is of; undefined if its keys do not say it. */
export function eventOfBody(body: PlainObject): string | undefined {
  return SIGNS.find(([, keys]) => keys.every((key) => key in body))?.[0];
}

/**
 * What the event source publishes of a webhook: GitHub's headers in the form of Go, each a list, and the body with two of them
 * (parseValidateRequest in pkg/eventsources/sources/github/start.go).
 */
export function githubData(
  body: PlainObject,
  headers: Readonly<Record<string, readonly string[]>>,
  event: string,
): PlainObject {
  const all = { 'Content-Type': ['application/json'], 'X-Github-Event': [event], ...headers };
  const delivery = headers['X-Github-Delivery']?.[0] ?? '';
  return { headers: all, body: { ...body, 'X-GitHub-Delivery': delivery, 'X-GitHub-Event': event } };
}

/** A header as Go writes it: `x-github-event` is `X-Github-Event`. */
export function canonicalHeader(name: string): string {
  return name
    .split('-')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1).toLowerCase())
    .join('-');
}

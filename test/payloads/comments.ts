import type { components } from '@octokit/openapi-webhooks-types';
import examples from '@octokit/webhooks-examples';
import type { GithubEvent } from '../../src/argo-events/event-sources';
import type { Payload } from './payload';

type Created = components['schemas']['webhook-issue-comment-created'];
type Label = Created['issue']['labels'][number];
type Comment = GithubEvent<'issue_comment'>;

/** A part of a comment's event that replaces the sample's. */
export interface Change {
  readonly event?: string;
  readonly action?: string;
  readonly repository?: string;
  readonly state?: Created['issue']['state'];
  readonly pullRequest?: boolean;
  readonly login?: string;
  readonly comment?: string;
  readonly id?: number;
  readonly pr?: number;
  readonly labels?: readonly (Label | null)[];
}

/** A label of a pull request, in the shape of GitHub's schema. */
export function label(name: string): Label {
  return {
    id: 1362937026,
    node_id: 'MDU6TGFiZWwxMzYyOTM3MDI2',
    url: `https://api.github.com/repos/5dlabs/cto/labels/${name}`,
    name,
    color: '0e8a16',
    default: false,
    description: '',
  };
}

/** GitHub's own sample of a created comment, made one of Tess on a pull request of task 7. */
export function comment(change: Change = {}): Comment {
  const sample = structuredClone(created());
  const { pr = 42, repository = '5dlabs/cto', labels = [label('bug'), label('task-7')] } = change;
  const pull = `https://api.github.com/repos/${repository}/pulls/${pr}`;
  const body: Created = {
    ...sample,
    issue: {
      ...sample.issue,
      number: pr,
      state: change.state ?? 'open',
      labels: labels as Label[],
      ...(change.pullRequest !== false && {
        pull_request: {
          url: pull,
          html_url: `https://github.com/${repository}/pull/${pr}`,
          diff_url: `https://github.com/${repository}/pull/${pr}.diff`,
          patch_url: `https://github.com/${repository}/pull/${pr}.patch`,
          merged_at: null,
        },
      }),
    },
    comment: {
      ...sample.comment,
      id: change.id ?? 2345678901,
      body:
        change.comment ?? '🔴 Required Changes\n\n- the retry loop never ends\n- "quotes" and {{ braces }}',
      user: {
        ...sample.comment.user,
        login: change.login ?? '5DLabs-Tess[bot]',
      } as Created['comment']['user'],
    },
    repository: { ...sample.repository, full_name: repository },
  };
  const event = change.event ?? 'issue_comment';
  const delivery = '72d3162e-cc78-11e3-81ab-4c9367dc0958';
  return {
    headers: {
      'Content-Type': ['application/json'],
      'User-Agent': ['GitHub-Hookshot/044aadd'],
      'X-Github-Delivery': [delivery],
      'X-Github-Event': [event],
      'X-Github-Hook-Id': ['292430182'],
      'X-Github-Hook-Installation-Target-Id': ['79929171'],
      'X-Github-Hook-Installation-Target-Type': ['repository'],
      'X-Hub-Signature-256': ['sha256=d57c68ca6f92289e6987922ff26938930f6e66a2d161ef06abdf1859230aa23c'],
    },
    body: {
      ...body,
      action: (change.action ?? 'created') as 'created',
      'X-GitHub-Event': event,
      'X-GitHub-Delivery': delivery,
    },
  };
}

function created(): Created {
  const { examples: samples = [] } = examples.find(({ name }) => name === 'issue_comment') ?? {};
  const sample = samples.find((candidate) => 'action' in candidate && candidate.action === 'created');
  if (!sample) throw new Error('No sample of a created comment in @octokit/webhooks-examples');
  return sample as unknown as Created;
}

function sample(name: string, description: string, change: Change = {}): Payload {
  return { name, description, eventSource: 'github', event: 'issue_comment', data: comment(change) };
}

/** Comments: those that count, and one for each filter that alone refuses it. */
export const commentPayloads: readonly Payload[] = [
  sample('comment-accepted', 'A comment of Tess with the marker on an open PR of task 7'),
  sample('comment-of-user', 'The same by the user Tess instead of the app', { login: '5DLabs-Tess' }),
  sample('comment-several-task-labels', 'Two task labels: the last one counts', {
    labels: [label('task-7'), label('bug'), label('task-12')],
  }),
  sample('comment-null-label', 'A null among the labels does no harm', {
    labels: [null, label('task-7'), null],
  }),
  sample('comment-large-id', 'An id of fifteen digits, beyond 2^31', { id: 999999999999999 }),
  sample('comment-other-event', 'Another event of GitHub that looks like a comment', { event: 'issues' }),
  sample('comment-edited', 'A comment that was edited', { action: 'edited' }),
  sample('comment-deleted', 'A comment that was deleted', { action: 'deleted' }),
  sample('comment-other-repository', 'A comment in another repository', { repository: '5dlabs/cto-docs' }),
  sample('comment-closed', 'A comment on a closed PR', { state: 'closed' }),
  sample('comment-plain-issue', 'A comment on an issue that is no PR', { pullRequest: false }),
  sample('comment-other-login', 'A comment of somebody else', { login: 'octocat' }),
  sample('comment-login-prefix', 'A login that ends like the one of Tess', { login: 'evil-5DLabs-Tess' }),
  sample('comment-login-suffix', 'The login that [bot] as a character class would match', {
    login: '5DLabs-Tesso',
  }),
  sample('comment-no-marker', 'A comment of Tess without the marker', { comment: '🟢 Approved' }),
  sample('comment-no-task-label', 'A PR without a task label', { labels: [label('bug')] }),
  sample('comment-malformed-task-label', 'Labels that are almost task labels', {
    labels: [label('task-'), label('task-07'), label('task-7a'), label('my-task-7'), label('Task-7')],
  }),
  sample('comment-id-too-large', 'An id of sixteen digits', { id: 1000000000000000 }),
  sample('comment-pr-zero', 'A PR number that is no positive integer', { pr: 0 }),
];

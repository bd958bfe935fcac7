import { contains, equals, oneOf, present } from '../../argo-events/filters';
import { jq, type Transform } from '../../argo-events/transform';
import { addLabels, labelsUrl } from '../github';
import type { Reviewer } from '../props/reviewers';
import { BRIEF_RETRY } from '../retries';
import type { RemediationSettings } from '../settings';
import { anchored, COMMENT_PATTERN, KEY_PREFIX, LAST_COMMENT_KEY, PULL_REQUEST_PATTERN } from '../state/keys';
import { storeInState } from '../state/patch';
import type { StepContext } from './step';
import { readTask } from './webhook';

/** Of a comment on GitHub, what the filters look at, and what the loop stores. Every field is always there. */
export interface FeedbackComment {
  readonly headers: { readonly 'X-Github-Event': readonly string[] };
  readonly body: {
    readonly action: string;
    /** In lower case: GitHub takes names of repositories as equal whatever their case. */
    readonly repository: { readonly full_name: string };
    readonly issue: { readonly state: string; readonly pull_request: { readonly url: string } };
    /** The login in lower case, for the same reason. */
    readonly comment: { readonly body: string; readonly user: { readonly login: string } };
  };
  readonly remediation: {
    /** Whether login and id are those of one reviewer; only there when a reviewer has an id. */
    readonly is_reviewer: boolean;
    /** The number in the last label `task-N`; empty when there is none. */
    readonly task: string;
    /** The comment's id, digits; empty when it is no positive integer of at most 15 digits. */
    readonly comment: string;
    /** The PR's number, digits; empty when it is no positive integer. */
    readonly pr: string;
    readonly state_name: string;
    readonly data: Readonly<Record<string, string>>;
    readonly labels_url: string;
  };
}

function readFeedback(settings: RemediationSettings): Transform<FeedbackComment> {
  const isReviewer = anyReviewerHasId(settings)
    ? jq`is_reviewer: (at(["body", "comment", "user", "id"]) as $id
            | any(${settings.reviewers.map(loginAndId)}[]; .login == ($author | ascii_downcase) and (.id == null or .id == $id))),
          `
    : jq``;
  return jq`
    ${readTask('issue')}
    | digits(["body", "comment", "id"]; ${anchored(COMMENT_PATTERN)}) as $comment
    | digits(["body", "issue", "number"]; ${anchored(PULL_REQUEST_PATTERN)}) as $pr
    | text(["body", "comment", "user", "login"]) as $author
    | text(["body", "repository", "full_name"]) as $repository
    | { headers: { "X-Github-Event": [text(["headers", "X-Github-Event", 0])] },
        body: {
          action: text(["body", "action"]),
          repository: { full_name: ($repository | ascii_downcase) },
          issue: {
            state: text(["body", "issue", "state"]),
            pull_request: { url: text(["body", "issue", "pull_request", "url"]) }
          },
          comment: { body: text(["body", "comment", "body"]), user: { login: ($author | ascii_downcase) } }
        },
        remediation: {
          ${isReviewer}task: $task, comment: $comment, pr: $pr,
          state_name: ("task-" + $task + ${settings.names.stateSuffix}),
          labels_url: ${labelsUrl(settings)},
          data: {
            ${LAST_COMMENT_KEY}: $comment,
            (${KEY_PREFIX.comment} + $comment): ({
              pr: at(["body", "issue", "number"]),
              repo: $repository,
              author: $author,
              at: text(["body", "comment", "created_at"])
            } | tojson)
          }
        }
      }`;
}

/** A reviewer, the login in lower case; the id is null when any account of that login will do. */
function loginAndId(reviewer: Reviewer): { readonly login: string; readonly id: number | null } {
  return typeof reviewer === 'string'
    ? { login: reviewer.toLowerCase(), id: null }
    : { login: reviewer.login.toLowerCase(), id: reviewer.id };
}

function anyReviewerHasId({ reviewers }: RemediationSettings): boolean {
  return reviewers.some((reviewer) => typeof reviewer !== 'string');
}

/**
 * Stores a comment that asks for remediation in the state of its task. Storing is the only thing that a comment triggers,
 * and the only step that can lose it. Retries stop after some minutes, because later comments wait. Then a label on the
 * PR reports it. Adding the label needs GitHub only, no API server.
 */
export function store({ sensor, settings, events }: StepContext): void {
  const { labels } = settings;
  const feedback = sensor.on('feedback-comment', events.comments, {
    transform: readFeedback(settings),
    filters: (e) => [
      equals(e.headers['X-Github-Event'][0], 'issue_comment'),
      equals(e.body.action, 'created'),
      equals(e.body.repository.full_name, settings.github.repository.toLowerCase()),
      equals(e.body.issue.state, 'open'),
      present(e.body.issue.pull_request.url),
      oneOf(e.body.comment.user.login, [
        ...new Set(settings.reviewers.map((reviewer) => loginAndId(reviewer).login)),
      ]),
      ...(anyReviewerHasId(settings) ? [equals(e.remediation.is_reviewer, true)] : []),
      contains(e.body.comment.body, settings.marker),
      present(e.remediation.task),
      present(e.remediation.comment),
      present(e.remediation.pr),
    ],
  });
  const { remediation } = feedback.data;
  sensor.do('check-iteration-state', {
    conditions: feedback,
    action: storeInState(settings, remediation),
    retry: settings.retries.store,
    fallback: {
      name: 'report-not-stored',
      action: addLabels(settings, remediation.labels_url, [labels.notStored]),
      retry: BRIEF_RETRY,
    },
  });
}

import type { Dependency, EventReference } from '../argo-events/dependency';
import type { GithubEvent } from '../argo-events/event-sources';
import { contains, equals, oneOf, present } from '../argo-events/filters';
import type { ConfigMap } from '../argo-events/kubernetes';
import { raw } from '../argo-events/references/slot';
import type { Sensor } from '../argo-events/sensor';
import { jq, type Transform } from '../argo-events/transform';
import { patch, resource } from '../argo-events/triggers';
import { addLabels } from './github-labels';
import { BRIEF } from './retries';
import type { RemediationSettings } from './settings';
import { labelsUrl } from './state';

/** A comment on GitHub, with what the loop records of it. */
export interface Feedback extends GithubEvent<'issue_comment'> {
  readonly remediation: {
    /** The number in the last label `task-N`; empty when there is none. */
    readonly task: string;
    /** The comment's id, digits; empty when it is no positive integer of at most 15 digits. */
    readonly comment: string;
    /** The PR's number, digits; empty when it is no positive integer. */
    readonly pr: string;
    readonly state_name: string;
    readonly record: Readonly<Record<string, string>>;
    readonly labels_url: string;
  };
}

// Nothing in it may fail, whatever the payload: what is missing or of another type counts as absent, and the
// filters refuse it by name.
function readFeedback(settings: RemediationSettings): Transform<Feedback> {
  return jq`
    def at($path): try getpath($path) catch null;
    def string: if type == "string" then . else "" end;
    def digits($longest): if type == "number" then tostring | if test("^[1-9][0-9]*$") and length <= $longest then . else "" end
      else "" end;
    . as $event
    | ($event | at(["body", "issue", "labels"]) | if type == "array" then . else [] end
        | [ .[] | at(["name"]) | select(type == "string" and test("^task-[1-9][0-9]{0,17}$")) | .[5:] ]
        | last // "") as $task
    | ($event | at(["body", "comment", "id"]) | digits(15)) as $comment
    | ($event | at(["body", "issue", "number"]) | digits(9)) as $pr
    | .remediation = {
        task: $task, comment: $comment, pr: $pr,
        state_name: ("task-" + $task + ${settings.names.stateSuffix}),
        labels_url: ${labelsUrl(settings)},
        record: {
          last_comment_id: $comment,
          ("comment-" + $comment): ({
            pr: ($event | at(["body", "issue", "number"])),
            repo: ($event | at(["body", "repository", "full_name"]) | string),
            author: ($event | at(["body", "comment", "user", "login"]) | string),
            at: ($event | at(["body", "comment", "created_at"]) | string)
          } | tojson)
        }
      }`;
}

/** The comments that ask for remediation. */
export function onFeedback(
  sensor: Sensor,
  settings: RemediationSettings,
  event: EventReference<unknown>,
): Dependency<Feedback> {
  return sensor.on('feedback-comment', event, {
    transform: readFeedback(settings),
    filters: (e) => [
      equals(e.headers['X-Github-Event'][0], 'issue_comment'),
      equals(e.body.action, 'created'),
      equals(e.body.repository.full_name, settings.repository),
      equals(e.body.issue.state, 'open'),
      present(e.body.issue.pull_request.url),
      oneOf(e.body.comment.user.login, settings.reviewers),
      contains(e.body.comment.body, settings.marker),
      present(e.remediation.task),
      present(e.remediation.comment),
      present(e.remediation.pr),
    ],
  });
}

/**
 * Records the comment in the state of its task: all that a comment itself leads to, and the one place where it
 * could be lost. Tried for some minutes and no longer, for the comments behind it wait; then a label says so on
 * the PR, which needs no API server.
 */
export function recordFeedback(
  sensor: Sensor,
  feedback: Dependency<Feedback>,
  settings: RemediationSettings,
): void {
  const { names, labels } = settings;
  const { remediation } = feedback.data;
  sensor.do('check-iteration-state', {
    on: feedback,
    action: patch(
      resource<ConfigMap>({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: remediation.state_name,
          namespace: settings.agentNamespace,
          labels: { app: names.app, 'task-id': remediation.task },
        },
        data: raw(remediation.record),
      }),
    ),
    retry: settings.recordRetry,
    fallback: {
      name: 'report-not-recorded',
      action: addLabels(settings, remediation.labels_url, [labels.notRecorded]),
      retry: BRIEF,
    },
  });
}

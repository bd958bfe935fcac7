import { equals, oneOf, present } from '../../argo-events/filters';
import { jq, type Transform } from '../../argo-events/transform';
import type { RemediationSettings } from '../settings';
import { anchored, PULL_REQUEST_KEY_PREFIX, PULL_REQUEST_PATTERN, SECONDS_PATTERN } from '../state/keys';
import { storeInState } from '../state/patch';
import type { StepContext } from './step';
import { readTask } from './webhook';

/** Of an event about a pull request, what the filters look at, and what the loop stores. Every field is always there. */
interface PullRequestEvent {
  readonly headers: { readonly 'X-Github-Event': readonly string[] };
  readonly body: {
    readonly action: string;
    /** In lower case: GitHub takes names of repositories as equal whatever their case. */
    readonly repository: { readonly full_name: string };
  };
  readonly remediation: {
    /** The number in the last label `task-N`; empty when there is none. */
    readonly task: string;
    /** The number of the pull request, digits; empty when it is no positive integer. */
    readonly pr: string;
    /** When it was changed, as Unix time in digits; empty when it is no time as GitHub writes it. */
    readonly seconds: string;
    readonly state_name: string;
    readonly data: Readonly<Record<string, string>>;
  };
}

// The policy compares the time in the key with the value. So a time has to be the same after it was parsed and written again:
// February 30 is not, and such an event is refused.
function readPullRequest(settings: RemediationSettings): Transform<PullRequestEvent> {
  return jq`
    ${readTask('pull_request')}
    | digits(["body", "pull_request", "number"]; ${anchored(PULL_REQUEST_PATTERN)}) as $pr
    | text(["body", "pull_request", "updated_at"]) as $time
    | ($time | try (fromdateiso8601 | if todateiso8601 == $time then tostring else "" end) catch ""
        | if test(${anchored(SECONDS_PATTERN)}) then . else "" end) as $seconds
    | text(["body", "action"]) as $action
    | { headers: { "X-Github-Event": [text(["headers", "X-Github-Event", 0])] },
        body: {
          action: $action,
          repository: { full_name: (text(["body", "repository", "full_name"]) | ascii_downcase) }
        },
        remediation: {
          task: $task, pr: $pr, seconds: $seconds,
          state_name: ("task-" + $task + ${settings.names.stateSuffix}),
          data: {
            ((if $action == "reopened" then ${PULL_REQUEST_KEY_PREFIX.reopened} else ${PULL_REQUEST_KEY_PREFIX.closed} end) + $pr + "-" + $seconds): $time
          }
        }
      }`;
}

/**
 * Stores in the state of its task that a pull request was closed or reopened, and when. Each event has a key of its own,
 * because a sensor cannot read the state, so it cannot see whether a stored event is newer. The order of deliveries then has
 * no effect. It is retried as long as a comment. If the event is lost, the loop still takes the pull request for open, or for closed.
 * If the task has no state, the patch makes one with this key alone.
 */
export function storePullRequest({ sensor, settings, events }: StepContext): void {
  if (events.pullRequests === undefined) return;
  const event = sensor.on('pull-request-closed-or-reopened', events.pullRequests, {
    transform: readPullRequest(settings),
    filters: (e) => [
      equals(e.headers['X-Github-Event'][0], 'pull_request'),
      oneOf(e.body.action, ['closed', 'reopened']),
      equals(e.body.repository.full_name, settings.github.repository.toLowerCase()),
      present(e.remediation.task),
      present(e.remediation.pr),
      present(e.remediation.seconds),
    ],
  });
  const { remediation } = event.data;
  sensor.do('store-pull-request', {
    conditions: event,
    action: storeInState(settings, remediation),
    retry: settings.retries.store,
  });
}

import { type JqFragment, jq } from '../../argo-events/transform';
import { RESYNC_ANNOTATION } from '../names';
import type { RemediationSettings } from '../settings';
import {
  anchored,
  KEY_PREFIX,
  keyPattern,
  MAXIMUM_PATTERN,
  PULL_REQUEST_KEY_PATTERN,
  PULL_REQUEST_PATTERN,
  SECONDS_PATTERN,
  TASK_PATTERN,
  unpausedStatuses,
} from './keys';

/**
 * Reads the state of a task, whatever a person may have typed into it. An invalid comment or number counts as absent. Nothing
 * may fail, because the engine drops the event of a transform that fails. A number has to consist of digits: gojq keeps its
 * text, so 0.9999999999999999999999 would be equal to 1, but would be written as it was typed.
 */
export function readState(settings: RemediationSettings): JqFragment {
  const { names, github, maxIterations } = settings;
  const { pullRequestKeys, outdated, isClosed, ofOpenPullRequest } = pullRequestKeysOf(settings);
  const shard = shardOf(
    settings,
    jq`if $task == "" then -1 else ($task | tonumber) % ${settings.shards} end`,
  );
  return jq`
    # What is no object, text or number of the right form counts as absent.
    def object: if type == "object" then . else {} end;
    def string: if type == "string" then . else "" end;
    def number: if type == "string" and test(${anchored(MAXIMUM_PATTERN)}) then tonumber else null end;
    def iteration: number | if . == 0 then null else . end;
    def parsed: (if type == "string" then (try fromjson catch null) else null end) | object;
    def positive:
      if type == "number" then tostring | if test(${anchored(PULL_REQUEST_PATTERN)}) then . else null end else null end;
    # Whether the loop goes on: any other status is a person's, and a pause.
    def moves: IN(.status; ${unpausedStatuses(settings)}[]);
    # A ConfigMap, read as the state of a task.
    def state:
      object | (.metadata | object) as $meta | (.data | object) as $data
      | ($data | keys) as $keys
      ${pullRequestKeys}| [ $keys[] | select(test(${keyPattern('comment')})) | ltrimstr(${KEY_PREFIX.comment}) as $id
          | ($data[${KEY_PREFIX.comment} + $id] | parsed) as $comment
          | { id: $id, pr: ($comment.pr | positive), repo: ($comment.repo | string),
              author: ($comment.author | string), at: ($comment.at | string),
              iteration: ($data[${KEY_PREFIX.iteration} + $id] | iteration),
              max: ($data[${KEY_PREFIX.max} + $id] | number), handled: ($data | has(${KEY_PREFIX.handled} + $id)) }
          | .valid = (.pr != null and (.repo | ascii_downcase) == ${github.repository.toLowerCase()})${isClosed} ] as $comments
      | (($meta.name | string)
          | (capture(${`^task-(?<task>${TASK_PATTERN})${names.stateSuffix}$`}) // {task: ""}) | .task) as $task
      | { task: $task, ${shard}name: ($meta.name | string), uid: ($meta.uid | string),
          version: ($meta.resourceVersion | string), created: ($meta.creationTimestamp | string),
          resync: (($meta.annotations | object)[${RESYNC_ANNOTATION}] | string), data: $data,
          status: ($data.status | string), max: (($data.max_iterations | number) // ${maxIterations}),
          last: ([ $keys[] | select(test(${keyPattern('iteration')}))
            | $data[.] | iteration | numbers ] | max // 0),
          ${outdated}comments: ($comments | sort_by(.id | tonumber)) }
      # waiting: comments that wait for an iteration. open: those with one, not handled. The next one is first.
      | .waiting = [ .comments[] | select(.valid and .iteration == null and (.handled | not)${ofOpenPullRequest}) ]
      | .open = ([ .comments[] | select(.valid and .iteration != null and (.handled | not)) ]
          | sort_by([.iteration, (.id | tonumber)]));
    .type as $type
    | (.body | state) as $state
    | (.oldBody | state) as $old`;
}

/**
 * The parts of {@link readState} about closed pull requests, empty when the loop does not hear of them: the keys that
 * say it; those for which there is a newer one; whether the pull request of a comment is closed; the condition that it is not.
 */
function pullRequestKeysOf({
  pullRequests,
}: RemediationSettings): Record<
  'pullRequestKeys' | 'outdated' | 'isClosed' | 'ofOpenPullRequest',
  JqFragment
> {
  if (pullRequests === undefined)
    return { pullRequestKeys: jq``, outdated: jq``, isClosed: jq``, ofOpenPullRequest: jq`` };
  return {
    pullRequestKeys: jq`
      # The newest key of a pull request decides; of two of one second, that it was reopened.
      | [ $keys[] | select(test(${PULL_REQUEST_KEY_PATTERN}))
          | . as $key | capture(${`^(?<is>[a-z]+)-(?<pr>${PULL_REQUEST_PATTERN})-(?<at>${SECONDS_PATTERN})$`})
          | { $key, is, pr, at: (.at | tonumber) } ] as $pullRequestKeys
      | ($pullRequestKeys | group_by(.pr) | map(max_by([.at, .is]))) as $newest
      | [ $newest[] | select(.is == "closed") | .pr ] as $closed
      `,
    outdated: jq`outdated: ([ $pullRequestKeys[].key ] - [ $newest[].key ]), `,
    isClosed: jq`
            | .closed = (.pr != null and IN(.pr; $closed[]))`,
    ofOpenPullRequest: jq` and (.closed | not)`,
  };
}

/** The field `shard` of a jq object: the part of the tasks that it belongs to. With one shard there is none. */
export function shardOf({ shards }: RemediationSettings, number: JqFragment): JqFragment {
  return shards === 1 ? jq`` : jq`shard: (${number}), `;
}

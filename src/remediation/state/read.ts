import { type JqFragment, jq } from '../../argo-events/transform';
import { RESYNC_ANNOTATION } from '../names';
import type { RemediationSettings } from '../settings';
import {
  KEY_PREFIX,
  keyPattern,
  MAXIMUM_PATTERN,
  PULL_REQUEST_PATTERN,
  RUNNING_STATUSES,
  TASK_PATTERN,
  wholeText,
} from './keys';

/**
 * Reads the state of a task, whatever a person may have typed into it: what is no valid comment or number
 * counts as absent, and nothing fails, for a transform that fails drops its event in silence. Numbers are checked by
 * their digits: gojq keeps the text of a number, so that 0.9999999999999999999999 is equal to 1 and prints otherwise.
 */
export function readState(settings: RemediationSettings): JqFragment {
  const { names, github, maxIterations } = settings;
  const shard = shardOf(
    settings,
    jq`if $task == "" then -1 else ($task | tonumber) % ${settings.shards} end`,
  );
  return jq`
    # What is no object, text or number of the right form counts as absent.
    def object: if type == "object" then . else {} end;
    def string: if type == "string" then . else "" end;
    def number: if type == "string" and test(${wholeText(MAXIMUM_PATTERN)}) then tonumber else null end;
    def iteration: number | if . == 0 then null else . end;
    def parsed: (if type == "string" then (try fromjson catch null) else null end) | object;
    def positive:
      if type == "number" then tostring | if test(${wholeText(PULL_REQUEST_PATTERN)}) then . else null end else null end;
    # Whether the loop goes on: any other status is a person's, and a pause.
    def moves: IN(.status; ${RUNNING_STATUSES}[]);
    # A ConfigMap, read as the state of a task.
    def state:
      object | (.metadata | object) as $meta | (.data | object) as $data
      | ($data | keys) as $keys
      | [ $keys[] | select(test(${keyPattern('comment')})) | ltrimstr(${KEY_PREFIX.comment}) as $id
          | ($data[${KEY_PREFIX.comment} + $id] | parsed) as $comment
          | { id: $id, pr: ($comment.pr | positive), repo: ($comment.repo | string),
              author: ($comment.author | string), at: ($comment.at | string),
              iteration: ($data[${KEY_PREFIX.iteration} + $id] | iteration),
              max: ($data[${KEY_PREFIX.max} + $id] | number), handled: ($data | has(${KEY_PREFIX.handled} + $id)) }
          | .valid = (.pr != null and (.repo | ascii_downcase) == ${github.repository.toLowerCase()}) ] as $comments
      | (($meta.name | string)
          | (capture(${`^task-(?<task>${TASK_PATTERN})${names.stateSuffix}$`}) // {task: ""}) | .task) as $task
      | { task: $task, ${shard}name: ($meta.name | string), uid: ($meta.uid | string),
          version: ($meta.resourceVersion | string), created: ($meta.creationTimestamp | string),
          resync: (($meta.annotations | object)[${RESYNC_ANNOTATION}] | string), data: $data,
          status: ($data.status | string), max: (($data.max_iterations | number) // ${maxIterations}),
          last: ([ $keys[] | select(test(${keyPattern('iteration')}))
            | $data[.] | iteration | numbers ] | max // 0),
          comments: ($comments | sort_by(.id | tonumber)) }
      # Comments without an iteration, and those with one whose CodeRun is not acknowledged, the next one first.
      | .waiting = [ .comments[] | select(.valid and .iteration == null and (.handled | not)) ]
      | .open = ([ .comments[] | select(.valid and .iteration != null and (.handled | not)) ]
          | sort_by([.iteration, (.id | tonumber)]));
    .type as $type
    | (.body | state) as $state
    | (.oldBody | state) as $old`;
}

/** The field `shard` of a jq object: the part of the tasks that it belongs to. With one shard there is none. */
export function shardOf({ shards }: RemediationSettings, number: JqFragment): JqFragment {
  return shards === 1 ? jq`` : jq`shard: (${number}), `;
}

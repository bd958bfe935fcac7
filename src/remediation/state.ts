import type { ResourceEvent } from '../argo-events/event-sources';
import type { ConfigMap } from '../argo-events/kubernetes';
import { type JqFragment, jq, type Transform } from '../argo-events/transform';
import { DEFINE_AGE } from './age';
import { CANCELLATION_LASTS, RESYNC_ANNOTATION } from './names';
import type { CancelledAgents } from './props';
import type { RemediationSettings } from './settings';

/** An event about the ConfigMap of a task. */
export type StateEvent = ResourceEvent<ConfigMap>;

/** The state as it should be, for reconcile-state. */
export interface Stale {
  readonly remediation: {
    /** Whether anything of it differs from what is stored. */
    readonly stale: boolean;
    readonly shard: number;
    readonly state_name: string;
    /** The version that all this was computed from. */
    readonly version: string;
    readonly annotations: Readonly<Record<string, null>>;
    readonly data: Readonly<Record<string, string>>;
  };
}

/** The assignment to dispatch. */
export interface Requested {
  readonly remediation: {
    /** Whether there is one, and this event is an edge. */
    readonly due: boolean;
    readonly shard: number;
    readonly name: string;
    readonly task: string;
    readonly task_number: number;
    readonly comment: string;
    readonly comment_number: number;
    readonly pr: string;
    readonly pr_number: number;
    readonly iteration: string;
    readonly iteration_number: number;
    readonly max_iterations: string;
    readonly max_iterations_number: number;
    readonly deduplication_key: string;
    readonly resync: string;
    readonly state_name: string;
    readonly state_uid: string;
    /** The version of the state that asks for the run. */
    readonly state_version: string;
  };
}

/** The assignment to dispatch, and which agents to cancel for it. */
export interface CancellationRequested {
  readonly remediation: Requested['remediation'] & {
    /** Whether it is due, and has not been for long. */
    readonly fresh: boolean;
    readonly cancel_name: string;
    readonly cancel_selector: string;
  };
}

/** The comment whose CodeRun has just been recorded. */
export interface Recorded {
  readonly remediation: {
    readonly recorded: boolean;
    readonly shard: number;
    readonly comment: string;
    readonly iteration: string;
    readonly name: string;
    readonly task: string;
    readonly state_name: string;
    readonly state_uid: string;
    readonly labels_url: string;
    readonly iteration_label: string;
    readonly ready_for_qa_url: string;
    readonly previous_iteration_url: string;
    readonly message: string;
  };
}

/** The task that has just used up its iterations. */
export interface Exhausted {
  readonly remediation: {
    readonly exhausted: boolean;
    readonly shard: number;
    readonly task: string;
    readonly state_name: string;
    readonly state_uid: string;
    readonly labels_url: string;
    readonly message: string;
  };
}

/** Behind `task-id=<task>` in the selector of what is cancelled. */
export function selectorOf({ agentTypes, label, running }: CancelledAgents): string {
  const atWork = Object.entries(running).map(([key, value]) => `,${key}=${value}`);
  return `,${label} in (${agentTypes.join(',')})${atWork.join('')}`;
}

/** What of a task's history is kept in its feedback_history. */
const HISTORY = 50;

/** How many comments are given an iteration at once, at most: the policy of the states compares each with each. */
export const GIVEN_AT_ONCE = 10;

/**
 * Reads the state of a task, whatever a person may have typed into it: what is no valid comment or number
 * counts as absent, and nothing fails, for a transform that fails drops its event in silence. Numbers are checked by
 * their digits: gojq keeps the text of a number, so that 0.9999999999999999999999 is equal to 1 and prints otherwise.
 */
function readState(settings: RemediationSettings): JqFragment {
  const { names, repository, maxIterations } = settings;
  return jq`
    def object: if type == "object" then . else {} end;
    def string: if type == "string" then . else "" end;
    def number: if type == "string" and test("^(0|[1-9][0-9]{0,14})$") then tonumber else null end;
    def iteration: number | if . == 0 then null else . end;
    def parsed: (if type == "string" then (try fromjson catch null) else null end) | object;
    def positive: if type == "number" then tostring | if test("^[1-9][0-9]{0,8}$") then . else null end else null end;
    def state:
      object | (.metadata | object) as $meta | (.data | object) as $data
      | ($data | keys) as $keys
      | [ $keys[] | select(test("^comment-[1-9][0-9]{0,14}$")) | .[8:] as $id | ($data["comment-" + $id] | parsed) as $comment
          | { id: $id, pr: ($comment.pr | positive), repo: ($comment.repo | string), author: ($comment.author | string),
              at: ($comment.at | string), iteration: ($data["iteration-" + $id] | iteration),
              max: ($data["max-" + $id] | number), handled: ($data | has("handled-" + $id)) }
          | .valid = (.pr != null and (.repo | ascii_downcase) == ${repository.toLowerCase()}) ] as $comments
      | (($meta.name | string) | (capture(${`^task-(?<task>[1-9][0-9]{0,17})${names.stateSuffix}$`}) // {task: ""}) | .task) as $task
      | { task: $task, shard: (if $task == "" then -1 else ($task | tonumber) % ${settings.shards} end),
          name: ($meta.name | string), uid: ($meta.uid | string), version: ($meta.resourceVersion | string),
          created: ($meta.creationTimestamp | string),
          resync: (($meta.annotations | object)[${RESYNC_ANNOTATION}] | string), data: $data,
          status: ($data.status | string), max: (($data.max_iterations | number) // ${maxIterations}),
          last: ([ $keys[] | select(test("^iteration-[1-9][0-9]{0,14}$")) | $data[.] | iteration | numbers ] | max // 0),
          comments: ($comments | sort_by(.id | tonumber)) }
      | .waiting = [ .comments[] | select(.valid and .iteration == null and (.handled | not)) ]
      | .open = ([ .comments[] | select(.valid and .iteration != null and (.handled | not)) ]
          | sort_by([.iteration, (.id | tonumber)]));
    .type as $type
    | (.body | state) as $state
    | (.oldBody | state) as $old`;
}

/**
 * The state as it should be: the assignments, and the derived fields. When no assignment is open, all comments that
 * wait are given theirs, for to write is two of the engine's five calls a second. A task is exhausted when the last of
 * them has its run. The history alone is no reason to write while an assignment is open: the next ones write it, and
 * comments that come at once would void each other's snapshots. A touch of the resync goes when there is nothing left
 * for it to touch (resync.ts), so that the next wait is not taken for the continuation of an old one.
 */
export function staleState(settings: RemediationSettings): Transform<Stale> {
  return jq`
    ${readState(settings)}
    | $state
    | (if IN(.status; "", "active", "exhausted") | not then .status
       elif (.waiting | length) > 0 and .last >= .max and ((.open | length) == 0 or .status == "exhausted")
       then "exhausted" else "active" end) as $status
    | .last as $last
    | (if $status == "active" and (.open | length) == 0 and .max > $last
       then .waiting[:([.max - $last, ${GIVEN_AT_ONCE}] | min)] else [] end
       | to_entries | map({ key: .value.id, value: ($last + .key + 1) }) | from_entries) as $given
    | ($last + ($given | length)) as $current
    | { status: $status, max_iterations: (.max | tostring), current_iteration: ($current | tostring),
        start_time: (if .data.start_time | string == "" then .created else .data.start_time end),
        feedback_history: ([ .comments[] | { id, pr, repo, author, at, iteration }
          | .iteration = ($given[.id] // .iteration) ] | .[-${HISTORY}:] | tojson) } as $derived
    | (.max | tostring) as $max
    | ($derived + ($given | with_entries({ key: ("iteration-" + .key), value: (.value | tostring) }))
        + ($given | with_entries({ key: ("max-" + .key), value: $max }))) as $data
    | (.resync != "" and all(.data | keys[] | select(test("^comment-.")); .[8:] as $id | $state.data | has("handled-" + $id))) as $rests
    | ((.open | length) > 0 and IN(.status; "", "active", "exhausted")) as $moves
    | { remediation: {
          stale: (.task != "" and ($rests or any($data | to_entries[]; $state.data[.key] != .value
            and (.key != "feedback_history" or ($moves | not))))),
          shard: .shard, state_name: .name, version: .version, data: $data,
          annotations: (if $rests then { ${RESYNC_ANNOTATION}: null } else {} end) } }`;
}

/**
 * Seconds since its state was changed in which an assignment is fresh: a listed one as long as a cancellation lasts,
 * another one for longer than anything waits on the bus, but for a consumer that wakes up.
 */
const FRESH = { listed: CANCELLATION_LASTS, changed: 3600 };

/**
 * The first assignment that is stored and not yet handled. Due on an edge only: added, newly the first, another
 * status, or touched by the resync; else every change of the ConfigMap would dispatch it again. One that a person has
 * taken the handled key of waits for the resync: the iteration key may be about to go too.
 */
export function requestedRun(settings: RemediationSettings): Transform<Requested> & JqFragment {
  const { names } = settings;
  return jq`
    ${readState(settings)}
    | $state.open[0] as $next
    | ($next.id // "") as $id
    | ($next.iteration // 0) as $iteration
    | (if $next then $next.max // $state.max else 0 end) as $max
    | ($next != null and $state.task != "" and IN($state.status; "", "active", "exhausted")
        and ($type != "UPDATE" or ($old.open[0].id != $id and ($old.data | has("handled-" + $id) | not))
          or $old.data["iteration-" + $id] != $state.data["iteration-" + $id]
          or $old.status != $state.status or $old.resync != $state.resync)) as $due
    | { remediation: {
          due: $due, shard: $state.shard,
          task: $state.task, task_number: (if $state.task == "" then 0 else $state.task | tonumber end),
          comment: $id, comment_number: (if $next then $id | tonumber else 0 end),
          name: (${names.runPrefix} + $state.task + "-c" + $id),
          pr: ($next.pr // ""), pr_number: (if $next then $next.pr | tonumber else 0 end),
          iteration: (if $next then $iteration | tostring else "" end), iteration_number: $iteration,
          max_iterations: (if $next then $max | tostring else "" end), max_iterations_number: $max,
          deduplication_key: (($next.pr // "") + "-" + $id),
          resync: $state.resync, state_name: $state.name, state_uid: $state.uid, state_version: $state.version } }`;
}

/**
 * The same, with the agents to cancel. When the event source starts it tells of every assignment again, and most have had
 * their agents cancelled: another Job would burden the controller manager, or hit those of the next round. So it is told
 * which are fresh.
 */
export function requestedCancellation(
  settings: RemediationSettings,
  agents: CancelledAgents,
): Transform<CancellationRequested> {
  return jq`
    ${DEFINE_AGE}
    . as $event
    | (${requestedRun(settings)})
    | ($event | [ .body?.metadata?.managedFields?[]?.time? | strings ] | max) as $changed
    | .remediation |= (. + {
        fresh: (.due and ($changed | age) < (if $event.type == "UPDATE" then ${FRESH.changed} else ${FRESH.listed} end)),
        cancel_name: (${settings.names.cancelPrefix} + .task + "-c" + .comment + "-"),
        cancel_selector: ("task-id=" + .task + ${selectorOf(agents)}) })`;
}

/** The comment that was recorded last, on the change that recorded it. */
export function recordedRun(settings: RemediationSettings): Transform<Recorded> {
  const { names, labels } = settings;
  const url = labelsUrl(settings);
  return jq`
    ${readState(settings)}
    | ([ $state.comments[] | select(.valid and .handled and .iteration != null)
        | select(.id as $id | $old.data | has("handled-" + $id) | not) ] | max_by(.iteration)) as $new
    | ($new.id // "") as $id | ($new.pr // "0") as $pr | ($new.iteration // 0) as $iteration
    | ${url} as $url
    | { remediation: {
          recorded: ($type == "UPDATE" and $new != null and $state.task != ""),
          shard: $state.shard, task: $state.task, comment: $id, iteration: ($iteration | tostring),
          name: (${names.runPrefix} + $state.task + "-c" + $id), state_name: $state.name, state_uid: $state.uid,
          labels_url: $url, iteration_label: (${labels.iterationPrefix} + ($iteration | tostring)),
          ready_for_qa_url: ($url + "/" + (${labels.readyForQa} | @uri)),
          previous_iteration_url: ($url + "/" + (${labels.iterationPrefix} + ($iteration - 1 | tostring) | @uri)),
          message: ("Iteration " + ($iteration | tostring) + " of task " + $state.task + " started for comment " + $id
            + " on PR " + $pr) } }`;
}

/** The task whose status has become exhausted, on that change. */
export function exhaustedTask(settings: RemediationSettings): Transform<Exhausted> {
  return jq`
    ${readState(settings)}
    | ($state.waiting[0].pr // "0") as $pr
    | { remediation: {
          exhausted: ($type == "UPDATE" and $state.status == "exhausted" and $old.status != "exhausted"
            and $state.task != "" and ($state.waiting | length) > 0),
          shard: $state.shard, task: $state.task, state_name: $state.name, state_uid: $state.uid,
          labels_url: ${labelsUrl(settings)},
          message: ("Task " + $state.task + " has used up its " + ($state.max | tostring)
            + " iterations: raise max_iterations in " + $state.name + " to go on") } }`;
}

/** The URL of the labels of PR `$pr`: of it only the number, a positive integer, comes from an event. */
export function labelsUrl({ githubApiUrl, repository }: RemediationSettings): JqFragment {
  return jq`(${`${githubApiUrl}/repos/${repository}/issues/`} + $pr + "/labels")`;
}

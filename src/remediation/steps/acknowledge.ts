import { jq, type Transform } from '../../argo-events/transform';
import { ITERATION_ANNOTATION, LABEL, RESYNC_ANNOTATION } from '../names';
import { BRIEF_RETRY } from '../retries';
import type { RemediationSettings } from '../settings';
import { JQ_AGE } from '../state/age';
import { anchored, COMMENT_PATTERN, ITERATION_PATTERN, KEY_PREFIX, TASK_PATTERN } from '../state/keys';
import { patchState } from '../state/patch';
import { shardOf } from '../state/read';
import { dueInShard, type StepContext } from './step';

/** A run that is there and not yet acknowledged. */
export interface StartedRun {
  readonly remediation: {
    readonly started: boolean;
    /** Only there with several shards. */
    readonly shard: number;
    readonly state_name: string;
    readonly state_uid: string;
    readonly data: Readonly<Record<string, string>>;
  };
}

/** Seconds: longer than an event waits on the bus, unless something is down. */
const MAX_NEW_RUN_AGE = 300;

// The iteration is read from the annotation, which every CodeRun has in the same place. ITERATION_COUNT has the same
// value, but a CodeRun of another template has it elsewhere. A CodeRun without an owner was kept when its state was deleted
// (--cascade=orphan). It does not belong to the next state of the task. When the event source starts, it reports every
// CodeRun, and nearly all of them are acknowledged already. So an ADD event counts only if the CodeRun is young. The
// resync re-triggers the older ones that are not acknowledged.
function readStarted(settings: RemediationSettings): Transform<StartedRun> {
  const { names, shards, resync } = settings;
  const shard = shardOf(
    settings,
    jq`if $task | test(${anchored(TASK_PATTERN)}) then ($task | tonumber) % ${shards} else -1 end`,
  );
  return jq`
    def object: if type == "object" then . else {} end;
    def string: if type == "string" then . else "" end;
    ${JQ_AGE}
    def resync: object | .metadata | object | .annotations | object | .[${RESYNC_ANNOTATION}] | string;
    (.body | object | .metadata | object) as $meta
    | ($meta.labels | object) as $labels
    | ($labels[${LABEL.task}] | string) as $task
    | ($labels[${LABEL.comment}] | string) as $comment
    | ($meta.annotations | object | .[${ITERATION_ANNOTATION}] | string) as $iteration
    | ("task-" + $task + ${names.stateSuffix}) as $state
    # The uid of the state that it belongs to.
    | ([ $meta.ownerReferences | if type == "array" then .[] else empty end | object
          | select(.kind == "ConfigMap" and .name == $state) | .uid | string ] | first // "") as $uid
    # A CodeRun of the loop, by its name and labels, that is new or has been dispatched again.
    | { remediation: {
          started: (($task | test(${anchored(TASK_PATTERN)})) and ($comment | test(${anchored(COMMENT_PATTERN)}))
            and ($iteration | test(${anchored(ITERATION_PATTERN)})) and $uid != ""
            and $meta.name == ${names.runPrefix} + $task + "-c" + $comment
            and ((.type == "ADD" and ($meta.creationTimestamp | string | age) < ${Math.max(resync.pause, MAX_NEW_RUN_AGE)})
              or (.type == "UPDATE" and (.oldBody | resync) != (.body | resync)))),
          ${shard}state_name: $state, state_uid: $uid, data: { (${KEY_PREFIX.handled} + $comment): $iteration } } }`;
}

/**
 * Writes `handled-<id>` into the state, and nothing else, because this step runs again for each young CodeRun whenever the
 * event source starts. The patch carries the uid of the state that owns the CodeRun. If a person has deleted that state
 * and a new one exists, the API server refuses the patch. Retries end after seconds, because later events wait meanwhile.
 * The resync re-triggers what could not be acknowledged.
 */
export function acknowledge(context: StepContext): void {
  const { sensor, settings, events } = context;
  const started = sensor.on('remediation-started', events.runs, {
    transform: readStarted(settings),
    filters: ({ remediation }) => dueInShard(context, remediation.started, remediation.shard),
  });
  const { remediation } = started.data;
  sensor.do('acknowledge-iteration', {
    conditions: started,
    action: patchState(settings, {
      name: remediation.state_name,
      data: remediation.data,
      metadata: { uid: remediation.state_uid },
    }),
    retry: BRIEF_RETRY,
  });
}

import { jq, type Transform } from '../../argo-events/transform';
import { ITERATION_ANNOTATION, LABEL, RESYNC_ANNOTATION } from '../names';
import { BRIEF_RETRY } from '../retries';
import type { RemediationSettings } from '../settings';
import { JQ_AGE } from '../state/age';
import { COMMENT_PATTERN, ITERATION_PATTERN, KEY_PREFIX, TASK_PATTERN, wholeText } from '../state/keys';
import { patchState } from '../state/patch';
import { shardOf } from '../state/read';
import { conditionFilters, type StepContext } from './step';

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

// The iteration is read from the annotation, which is the same for every CodeRun; ITERATION_COUNT is written
// from the same value, but stands elsewhere in other people's CodeRuns. A run without its owner has been kept
// by hand beyond its state (--cascade=orphan) and is none of the next one's. When the event source starts it tells of
// every run that there is, and nearly all of them have been acknowledged: only young ones are looked at, for the resync
// comes to the others that are not.
function readStarted(settings: RemediationSettings): Transform<StartedRun> {
  const { names, shards, resync } = settings;
  const shard = shardOf(
    settings,
    jq`if $task | test(${wholeText(TASK_PATTERN)}) then ($task | tonumber) % ${shards} else -1 end`,
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
          started: (($task | test(${wholeText(TASK_PATTERN)})) and ($comment | test(${wholeText(COMMENT_PATTERN)}))
            and ($iteration | test(${wholeText(ITERATION_PATTERN)})) and $uid != ""
            and $meta.name == ${names.runPrefix} + $task + "-c" + $comment
            and ((.type == "ADD" and ($meta.creationTimestamp | string | age) < ${Math.max(resync.pause, MAX_NEW_RUN_AGE)})
              or (.type == "UPDATE" and (.oldBody | resync) != (.body | resync)))),
          ${shard}state_name: $state, state_uid: $uid, data: { (${KEY_PREFIX.handled} + $comment): $iteration } } }`;
}

/**
 * Notes in the state that the comment has its run, and nothing else, for it runs again for each young CodeRun whenever the
 * event source starts. The uid ties it to the state that the run belongs to: one that a person has deleted and
 * begun anew refuses it. What is refused must not hold up what can be acknowledged; the resync comes to what is not.
 */
export function acknowledge(context: StepContext): void {
  const { sensor, settings, events } = context;
  const started = sensor.on('remediation-started', events.runs, {
    transform: readStarted(settings),
    filters: ({ remediation }) => conditionFilters(context, remediation.started, remediation.shard),
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

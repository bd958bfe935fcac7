import { jq, type Transform } from '../../argo-events/transform';
import { addLabels, labelsUrl } from '../github';
import { kubernetesEvent } from '../kubernetes-event';
import { BRIEF_RETRY } from '../retries';
import type { RemediationSettings } from '../settings';
import { readState, shardOf } from '../state/read';
import { dueInShard, type StepContext } from './step';

/** The task that has just used up its iterations. */
export interface ExhaustedTask {
  readonly remediation: {
    readonly exhausted: boolean;
    /** Only there with several shards. */
    readonly shard: number;
    readonly task: string;
    readonly state_name: string;
    readonly state_uid: string;
    readonly labels_url: string;
    readonly message: string;
  };
}

/** The task whose status becomes exhausted by this change of the state. */
function exhaustedTask(settings: RemediationSettings): Transform<ExhaustedTask> {
  return jq`
    ${readState(settings)}
    | ($state.waiting[0].pr // "0") as $pr
    | { remediation: {
          exhausted: ($type == "UPDATE" and $state.status == "exhausted" and $old.status != "exhausted"
            and $state.task != "" and ($state.waiting | length) > 0),
          ${shardOf(settings, jq`$state.shard`)}task: $state.task, state_name: $state.name, state_uid: $state.uid,
          labels_url: ${labelsUrl(settings)},
          message: ("Task " + $state.task + " has used up its " + ($state.max | tostring)
            + " iterations: raise max_iterations in " + $state.name + " to go on") } }`;
}

/** Announces that a task is exhausted, by an Event about the state and a label on the PR. */
export function exhaust(context: StepContext): void {
  const { sensor, settings, events } = context;
  const exhausted = sensor.on('remediation-exhausted', events.state, {
    transform: exhaustedTask(settings),
    filters: ({ remediation }) => dueInShard(context, remediation.exhausted, remediation.shard),
  });
  const { remediation } = exhausted.data;
  sensor.do('report-exhausted', {
    conditions: exhausted,
    action: kubernetesEvent(settings, exhausted, {
      reason: 'RemediationExhausted',
      message: remediation.message,
    }),
    retry: BRIEF_RETRY,
  });
  sensor.do('label-exhausted', {
    conditions: exhausted,
    action: addLabels(settings, remediation.labels_url, [settings.labels.exhausted]),
    retry: BRIEF_RETRY,
  });
}

import { jq, type Transform } from '../../argo-events/transform';
import { addLabels, labelsUrl, removeLabel } from '../github';
import { kubernetesEvent } from '../kubernetes-event';
import { BRIEF_RETRY } from '../retries';
import type { RemediationSettings } from '../settings';
import { KEY_PREFIX } from '../state/keys';
import { readState, shardOf } from '../state/read';
import { dueInShard, type StepContext } from './step';

/** The comment whose CodeRun has just been acknowledged. */
export interface AcknowledgedRun {
  readonly remediation: {
    readonly acknowledged: boolean;
    /** Only there with several shards. */
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

/** The comment with the highest iteration of those that this change of the state acknowledged. */
function acknowledgedRun(settings: RemediationSettings): Transform<AcknowledgedRun> {
  const { names, labels } = settings;
  const url = labelsUrl(settings);
  return jq`
    ${readState(settings)}
    # The comment that has been acknowledged by this change.
    | ([ $state.comments[] | select(.valid and .handled and .iteration != null)
        | select(.id as $id | $old.data | has(${KEY_PREFIX.handled} + $id) | not) ] | max_by(.iteration)) as $new
    | ($new.id // "") as $id | ($new.pr // "0") as $pr | ($new.iteration // 0) as $iteration
    | ${url} as $url
    | { remediation: {
          acknowledged: ($type == "UPDATE" and $new != null and $state.task != ""),
          ${shardOf(settings, jq`$state.shard`)}task: $state.task, comment: $id, iteration: ($iteration | tostring),
          name: (${names.runPrefix} + $state.task + "-c" + $id), state_name: $state.name, state_uid: $state.uid,
          labels_url: $url, iteration_label: (${labels.iterationPrefix} + ($iteration | tostring)),
          ready_for_qa_url: ($url + "/" + (${labels.readyForQa} | @uri)),
          previous_iteration_url: ($url + "/" + (${labels.iterationPrefix} + ($iteration - 1 | tostring) | @uri)),
          message: ("Iteration " + ($iteration | tostring) + " of task " + $state.task
            + " started for comment " + $id + " on PR " + $pr) } }`;
}

/**
 * Announces that an iteration has started: changes the labels of the PR, and writes an Event about the state. Retries end
 * after seconds, because a late removal of ready-for-qa could undo the label that the coding agent sets at the end of its
 * run.
 */
export function announce(context: StepContext): void {
  const { sensor, settings, events } = context;
  const acknowledged = sensor.on('remediation-acknowledged', events.state, {
    transform: acknowledgedRun(settings),
    filters: ({ remediation }) => dueInShard(context, remediation.acknowledged, remediation.shard),
  });
  const { remediation } = acknowledged.data;
  for (const [name, action] of [
    [
      'update-pr-labels',
      addLabels(settings, remediation.labels_url, [settings.labels.inProgress, remediation.iteration_label]),
    ],
    ['remove-ready-for-qa', removeLabel(settings, remediation.ready_for_qa_url)],
    ['remove-previous-iteration', removeLabel(settings, remediation.previous_iteration_url)],
    [
      'announce-remediation',
      kubernetesEvent(settings, acknowledged, {
        reason: 'RemediationTriggered',
        message: remediation.message,
      }),
    ],
  ] as const) {
    sensor.do(name, { conditions: acknowledged, action, retry: BRIEF_RETRY });
  }
}

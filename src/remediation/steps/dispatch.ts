import { pluralOf } from '../../argo-events/plural';
import { text } from '../../argo-events/references/slot';
import { type JqFragment, jq, type Transform } from '../../argo-events/transform';
import { patch, type TriggerResource } from '../../argo-events/triggers';
import { kubernetesEvent } from '../kubernetes-event';
import { membersOf } from '../members';
import {
  ITERATION_ANNOTATION,
  LABEL,
  REQUESTED_AT_ANNOTATION,
  RESYNC_ANNOTATION,
  STATE_VERSION_ANNOTATION,
  TRIGGER_TYPE,
} from '../names';
import {
  codeRunOf,
  REMEDIATION_REQUESTED,
  REQUESTED_AT,
  type RequestedRun,
  REQUEST_DATA as run,
} from '../requested-run';
import { BRIEF_RETRY } from '../retries';
import type { RemediationSettings } from '../settings';
import { KEY_PREFIX } from '../state/keys';
import { readState, shardOf } from '../state/read';
import { dueInShard, type StepContext } from './step';

/**
 * The first assignment that is stored and not yet handled. It is due only when something changed: it was added, it became
 * the first, its iteration or the status changed, or the resync re-triggered the task. Otherwise every change of the ConfigMap
 * would dispatch it again. If a person removed its `handled-` key, the loop waits for the resync, because the person may
 * remove the `iteration-` key next.
 */
export function requestedRun(settings: RemediationSettings): Transform<RequestedRun> & JqFragment {
  const { names } = settings;
  return jq`
    ${readState(settings)}
    # The assignment whose turn it is.
    | $state.open[0] as $next
    | ($next.id // "") as $id
    | ($next.iteration // 0) as $iteration
    | (if $next then $next.max // $state.max else 0 end) as $max
    # Due when it is new, another one, or asked for again; not at every change of the state.
    | ($next != null and $state.task != "" and ($state | moves)
        and ($type != "UPDATE" or ($old.open[0].id != $id and ($old.data | has(${KEY_PREFIX.handled} + $id) | not))
          or $old.data[${KEY_PREFIX.iteration} + $id] != $state.data[${KEY_PREFIX.iteration} + $id]
          or $old.status != $state.status or $old.resync != $state.resync)) as $due
    | { remediation: {
          due: $due,
          ${shardOf(settings, jq`$state.shard`)}task: $state.task, task_number: (if $state.task == "" then 0 else $state.task | tonumber end),
          comment: $id, comment_number: (if $next then $id | tonumber else 0 end),
          name: (${names.runPrefix} + $state.task + "-c" + $id),
          pr: ($next.pr // ""), pr_number: (if $next then $next.pr | tonumber else 0 end),
          iteration: (if $next then $iteration | tostring else "" end), iteration_number: $iteration,
          max_iterations: (if $next then $max | tostring else "" end), max_iterations_number: $max,
          deduplication_key: (($next.pr // "") + "-" + $id),
          resync: $state.resync,
          state_name: $state.name, state_uid: $state.uid, state_version: $state.version } }`;
}

/** Makes the CodeRun of the assignment that is due. */
export function dispatch(context: StepContext): void {
  const { sensor, settings, events } = context;
  const requested = sensor.on(REMEDIATION_REQUESTED, events.state, {
    transform: requestedRun(settings),
    filters: ({ remediation }) => dueInShard(context, remediation.due, remediation.shard),
  });
  sensor.do('create-remediation-coderun', {
    conditions: requested,
    action: patch(dispatchedCodeRun(settings)),
    retry: settings.retries.codeRun,
    fallback: {
      name: 'remediation-fallback',
      action: kubernetesEvent(settings, requested, {
        reason: 'RemediationTriggerFailed',
        message: text`Failed to trigger remediation for task ${requested.data.remediation.task}`,
      }),
      retry: BRIEF_RETRY,
    },
  });
}

/**
 * The CodeRun that is dispatched: the template's, with the name, labels and annotations by which the loop finds it. The
 * state owns it, so Kubernetes deletes it after the state: a reset. The resync annotation makes a second dispatch change
 * the CodeRun. This leads to an UPDATE event, which acknowledges a run whose ADD event was lost. The policies use the
 * version and the time of the request.
 */
export function dispatchedCodeRun({ codeRun, namespaces }: RemediationSettings): TriggerResource {
  const template = codeRunOf(codeRun);
  const metadata = membersOf(template['metadata']);
  return {
    ...template,
    metadata: {
      ...metadata,
      name: run.name,
      namespace: namespaces.agents,
      labels: {
        ...membersOf(metadata['labels']),
        [LABEL.task]: run.task,
        [LABEL.triggerType]: TRIGGER_TYPE,
        [LABEL.comment]: run.comment,
        // The janitor may have set it to true. The event source has to see that the CodeRun is dispatched again.
        [LABEL.atRest]: 'false',
      },
      annotations: {
        ...membersOf(metadata['annotations']),
        [ITERATION_ANNOTATION]: run.iteration,
        [RESYNC_ANNOTATION]: run.resync,
        [STATE_VERSION_ANNOTATION]: run.state_version,
        [REQUESTED_AT_ANNOTATION]: REQUESTED_AT,
      },
      ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: run.state_name, uid: run.state_uid }],
    },
  };
}

/** The custom resource of the runs, as the API server knows it. */
export function codeRunResource(settings: RemediationSettings): {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
} {
  const { apiVersion, kind } = dispatchedCodeRun(settings);
  const [group = '', version = ''] = apiVersion.split('/');
  return { group, version, resource: pluralOf(kind) };
}

import type { Construct } from 'constructs';
import type { Job } from '../../argo-events/kubernetes';
import { grantPermissions } from '../../argo-events/permissions';
import { referenceTo } from '../../argo-events/references/reference';
import { jq, type Transform } from '../../argo-events/transform';
import { create, resource, type TriggerResource } from '../../argo-events/triggers';
import { CANCELLATION_SECONDS, LABEL } from '../names';
import { scriptPod } from '../pods';
import type { CancelledAgents } from '../props/cancelled-agents';
import type { RequestedRun } from '../requested-run';
import { BRIEF_RETRY } from '../retries';
import { serviceAccount } from '../service-account';
import type { RemediationSettings } from '../settings';
import { JQ_AGE } from '../state/age';
import { codeRunResource, requestedRun } from './dispatch';
import { dueInShard, type StepContext } from './step';

/** The assignment to dispatch, and which agents to cancel for it. To cancel an agent means to delete its CodeRun. */
export interface RequestedCancellation {
  readonly remediation: RequestedRun['remediation'] & {
    /** Whether the assignment is due, and its state has changed a short time ago: see FRESH_SECONDS. */
    readonly fresh: boolean;
    readonly cancel_name: string;
    readonly cancel_selector: string;
  };
}

/** The label selector of the agents' CodeRuns, without the label of the task. */
export function agentSelector({ agentTypes, label, running }: Required<CancelledAgents>): string {
  const states = Object.entries(running).map(([key, value]) => `${key}=${value}`);
  return [`${label} in (${agentTypes.join(',')})`, ...states].join(',');
}

/**
 * Seconds since the last change of the state within which its assignment is fresh. Only a fresh assignment cancels agents.
 *
 * - `listed` is for a state that the event source reports when it starts. A longer time could cancel a second time, because
 *   a cancelling Job may still run for so long.
 * - `changed` is for an event about a change. Such an event is older only if the sensor was stopped. Its quality agents may
 *   then be those of a later iteration.
 */
const FRESH_SECONDS = { listed: CANCELLATION_SECONDS, changed: 3600 };

/**
 * The requested run, with the same fields as for `create-remediation-coderun`, the agents to cancel, and whether the
 * assignment is fresh. When the event source starts, it sends every state again, and for most assignments the agents are
 * cancelled already. Another Job would burden the controller manager, or delete the agents of the next iteration.
 */
function requestedCancellation(
  settings: RemediationSettings,
  agents: Required<CancelledAgents>,
): Transform<RequestedCancellation> {
  return jq`
    ${JQ_AGE}
    . as $event
    | (${requestedRun(settings)})
    | ($event | [ .body?.metadata?.managedFields?[]?.time? | strings ] | max) as $changed
    # The event source reports old assignments when it starts, and a consumer can come back with old events.
    | (if $event.type == "UPDATE" then ${FRESH_SECONDS.changed} else ${FRESH_SECONDS.listed} end) as $limit
    | .remediation |= (. + {
        fresh: (.due and ($changed | age) < $limit),
        cancel_name: (${settings.names.cancelPrefix} + .task + "-c" + .comment + "-"),
        cancel_selector: (${`${LABEL.task}=`} + .task + ${`,${agentSelector(agents)}`}) })`;
}

const CANCELLATION_REQUESTED = 'cancellation-requested';

/** When a run of a task is due, cancels the agents that still work on the task. By default these are the quality agents. */
export function cancel(context: StepContext): void {
  const { sensor, settings, events } = context;
  if (settings.cancelledAgents === false) return;
  const cancellation = sensor.on(CANCELLATION_REQUESTED, events.state, {
    transform: requestedCancellation(settings, settings.cancelledAgents),
    filters: ({ remediation }) => dueInShard(context, remediation.fresh, remediation.shard),
  });
  sensor.do('cancel-quality-agents', {
    conditions: cancellation,
    action: create(cancelJob(settings)),
    retry: BRIEF_RETRY,
  });
}

// The Job refers to the data of the dependency by its name only, so it can be made before the dependency is.
const { remediation } = referenceTo<RequestedCancellation>({
  dependency: CANCELLATION_REQUESTED,
  part: 'data',
  path: [],
});

/**
 * The Job that cancels the agents. A Kubernetes trigger of the engine cannot do it, because it deletes only by name.
 * Kubernetes stops the Job after CANCELLATION_SECONDS.
 */
export function cancelJob(settings: RemediationSettings): TriggerResource {
  const { names, namespaces } = settings;
  const { group, resource: plural } = codeRunResource(settings);
  const labels = {
    app: names.cancelAccount,
    [LABEL.task]: remediation.task,
    [LABEL.comment]: remediation.comment,
  };
  return resource<Job>({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { generateName: remediation.cancel_name, namespace: namespaces.agents, labels },
    spec: {
      activeDeadlineSeconds: CANCELLATION_SECONDS,
      backoffLimit: 2,
      ttlSecondsAfterFinished: 300,
      template: {
        metadata: { labels },
        spec: scriptPod(settings, {
          name: 'cancel',
          serviceAccountName: names.cancelAccount,
          command: ['kubectl'],
          args: [
            'delete',
            `${plural}.${group}`,
            '--namespace',
            namespaces.agents,
            '--selector',
            remediation.cancel_selector,
            '--ignore-not-found',
            '--wait=false',
          ],
        }),
      },
    },
  });
}

/** The account of the Jobs that cancel agents: it lists and deletes CodeRuns, as `kubectl delete -l` does. */
export function cancelAccount(scope: Construct, settings: RemediationSettings): void {
  if (settings.cancelledAgents === false) return;
  const account = { name: settings.names.cancelAccount, namespace: settings.namespaces.agents };
  const { group: apiGroup, resource } = codeRunResource(settings);
  serviceAccount(scope, account, account.name);
  grantPermissions(
    scope,
    account.name,
    account,
    ['delete', 'list'].map((verb) => ({ apiGroup, resource, verb, namespace: account.namespace })),
  );
}

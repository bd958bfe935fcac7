import type { Dependency } from '../argo-events/dependency';
import type { Job } from '../argo-events/kubernetes';
import { referenceTo } from '../argo-events/references/reference';
import type { Sensor } from '../argo-events/sensor';
import { create, patch, type ResourceTemplate, resource } from '../argo-events/triggers';
import { warnTriggerFailed } from './announcements';
import { codeRunResource, dispatchedCodeRun } from './coderun';
import { CANCELLATION_LASTS } from './names';
import { kubectlPod } from './pods';
import { BRIEF } from './retries';
import type { RemediationSettings } from './settings';
import type { CancellationRequested, Requested } from './state';

/** Starts the run that is due. */
export function dispatchRun(
  sensor: Sensor,
  requested: Dependency<Requested>,
  settings: RemediationSettings,
): void {
  sensor.do('create-remediation-coderun', {
    on: requested,
    action: patch(dispatchedCodeRun(requested, settings)),
    retry: settings.retry,
    fallback: {
      name: 'remediation-fallback',
      action: warnTriggerFailed(requested, settings),
      retry: BRIEF,
    },
  });
}

/** Cancels the agents that are still at the task when a run of it is due: the quality agents, unless the props say otherwise. */
export function cancelQualityAgents(
  sensor: Sensor,
  cancellation: Dependency<CancellationRequested>,
  settings: RemediationSettings,
): void {
  sensor.do('cancel-quality-agents', {
    on: cancellation,
    action: create(cancelJob(cancellation, settings)),
    retry: BRIEF,
  });
}

/** References to no event in particular: enough to see what Job is made of one. */
export const ANY_CANCELLATION = {
  data: referenceTo<CancellationRequested>({ dependency: 'cancellation-requested', part: 'data', path: [] }),
};

/**
 * The Job that cancels the agents, for the engine deletes by name only. It ends in time whatever happens.
 */
export function cancelJob(
  { data: { remediation } }: Pick<Dependency<CancellationRequested>, 'data'>,
  settings: RemediationSettings,
): ResourceTemplate {
  const { names, agentNamespace } = settings;
  const { group, resource: plural } = codeRunResource(settings);
  const labels = { app: names.cancel, 'task-id': remediation.task, 'comment-id': remediation.comment };
  return resource<Job>({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { generateName: remediation.cancel_name, namespace: agentNamespace, labels },
    spec: {
      activeDeadlineSeconds: CANCELLATION_LASTS,
      backoffLimit: 2,
      ttlSecondsAfterFinished: 300,
      template: {
        metadata: { labels },
        spec: kubectlPod(settings, {
          name: 'cancel',
          serviceAccountName: names.cancel,
          command: ['kubectl'],
          args: [
            'delete',
            `${plural}.${group}`,
            '--namespace',
            agentNamespace,
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

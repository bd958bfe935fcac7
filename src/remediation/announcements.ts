import type { Dependency } from '../argo-events/dependency';
import type { CoreEvent } from '../argo-events/kubernetes';
import type { Reference } from '../argo-events/references/reference';
import { type StringSlot, text } from '../argo-events/references/slot';
import type { Sensor } from '../argo-events/sensor';
import { type Action, create, resource } from '../argo-events/triggers';
import { BRIEF } from './retries';
import type { RemediationSettings } from './settings';
import type { Exhausted, Recorded, Requested } from './state';

/** What the Events of the loop say, by their reason. */
export const ANNOUNCEMENTS = {
  RemediationTriggered: { namePrefix: 'remediation-triggered-', type: 'Normal' },
  RemediationExhausted: { namePrefix: 'remediation-exhausted-', type: 'Warning' },
  RemediationTriggerFailed: { namePrefix: 'remediation-failure-', type: 'Warning' },
} as const;

/** Tells with a Kubernetes Event on the state that an iteration has started. */
export function announceStarted(
  sensor: Sensor,
  recorded: Dependency<Recorded>,
  settings: RemediationSettings,
): void {
  sensor.do('announce-remediation', {
    on: recorded,
    action: eventOnState(settings, recorded, {
      reason: 'RemediationTriggered',
      message: recorded.data.remediation.message,
    }),
    retry: BRIEF,
  });
}

/** Warns with a Kubernetes Event on the state that the task is exhausted. */
export function reportExhausted(
  sensor: Sensor,
  exhausted: Dependency<Exhausted>,
  settings: RemediationSettings,
): void {
  sensor.do('report-exhausted', {
    on: exhausted,
    action: eventOnState(settings, exhausted, {
      reason: 'RemediationExhausted',
      message: exhausted.data.remediation.message,
    }),
    retry: BRIEF,
  });
}

/** Warns with a Kubernetes Event on the state that the CodeRun could not be created. */
export function warnTriggerFailed(requested: Dependency<Requested>, settings: RemediationSettings): Action {
  return eventOnState(settings, requested, {
    reason: 'RemediationTriggerFailed',
    message: text`Failed to trigger remediation for task ${requested.data.remediation.task}`,
  });
}

interface Announcement {
  readonly reason: keyof typeof ANNOUNCEMENTS;
  readonly message: StringSlot;
}

function eventOnState(
  { agentNamespace, names }: RemediationSettings,
  { data, context }: Dependency<{ remediation: { state_name: string; state_uid: string } }>,
  { reason, message }: Announcement,
): Action {
  const { namePrefix, type } = ANNOUNCEMENTS[reason];
  // The time at which the event source saw the change: the engine can tell no other.
  const time = context.time as Reference<string>;
  return create(
    resource<CoreEvent>({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { generateName: namePrefix, namespace: agentNamespace },
      involvedObject: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: data.remediation.state_name,
        namespace: agentNamespace,
        uid: data.remediation.state_uid,
      },
      type,
      reason,
      message,
      source: { component: names.sensor },
      firstTimestamp: time,
      lastTimestamp: time,
    }),
  );
}

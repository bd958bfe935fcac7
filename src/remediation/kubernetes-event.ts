import type { Dependency } from '../argo-events/dependency';
import type { CoreEvent } from '../argo-events/kubernetes';
import type { Reference } from '../argo-events/references/ref';
import type { StringSlot } from '../argo-events/references/slot';
import { type Action, create, resource } from '../argo-events/triggers';
import type { RemediationSettings } from './settings';

/** What the Events of the loop say, by their reason. */
export const ANNOUNCEMENTS = {
  RemediationTriggered: { namePrefix: 'remediation-triggered-', type: 'Normal' },
  RemediationExhausted: { namePrefix: 'remediation-exhausted-', type: 'Warning' },
  RemediationTriggerFailed: { namePrefix: 'remediation-failure-', type: 'Warning' },
} as const;

/** What an Event says. */
export interface Announcement {
  readonly reason: keyof typeof ANNOUNCEMENTS;
  readonly message: StringSlot;
}

/** Writes a Kubernetes Event about the state of a task. */
export function kubernetesEvent(
  { namespaces: { agents: namespace }, names }: RemediationSettings,
  { data, context }: Dependency<{ remediation: { state_name: string; state_uid: string } }>,
  { reason, message }: Announcement,
): Action {
  const { namePrefix, type } = ANNOUNCEMENTS[reason];
  // The time at which the event source saw the change, because the engine offers no other time.
  const time = context.time as Reference<string>;
  return create(
    resource<CoreEvent>({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { generateName: namePrefix, namespace },
      involvedObject: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        name: data.remediation.state_name,
        namespace,
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

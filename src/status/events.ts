import type { Cluster } from '../cluster/cluster';
import { type LiveObject, list, RESOURCE } from '../cluster/objects';
import { asObject } from '../lint/plain';
import type { ANNOUNCEMENTS } from '../remediation/kubernetes-event';
import { metadata, text } from './plain';
import type { EventReport } from './report';

/** An Event, and the object that it is about. */
export type StateEvent = EventReport & { readonly state: string; readonly uid: string };

/** What an Event says, about a state or about what its name shows to be of a task. */
export function reportEvent(event: LiveObject): EventReport {
  const name = text(asObject(event['involvedObject'])['name']);
  return {
    at: text(event['lastTimestamp']) || metadata(event).created,
    type: text(event['type']),
    reason: text(event['reason']),
    task: /^(?:task-|.*-t)([0-9]+)-/.exec(name)?.[1] ?? '',
    message: text(event['message']),
  };
}

/** The Events about ConfigMaps, the last one first. */
export async function readEvents(cluster: Cluster, agents: string): Promise<StateEvent[]> {
  const events = await list(cluster, RESOURCE.events, agents, {
    fieldSelector: 'involvedObject.kind=ConfigMap',
  });
  return events
    .map((event) => {
      const { name, uid } = asObject(event['involvedObject']);
      return {
        ...reportEvent(event),
        state: text(name),
        uid: text(uid),
      };
    })
    .sort((a, b) => b.at.localeCompare(a.at));
}

type Reason = keyof typeof ANNOUNCEMENTS;
const FAILED: Reason = 'RemediationTriggerFailed';
const TRIGGERED: Reason = 'RemediationTriggered';

/**
 * The states whose last CodeRun could not be made. An Event stays for an hour, and names the task alone: so a failure counts
 * until a later Event says that a CodeRun of the task was acknowledged. At the same second, the failure is the later one: the
 * change of the state that acknowledges a CodeRun also asks for the next one.
 *
 * @param events the last one first
 */
export function refusedStates(events: readonly StateEvent[]): ReadonlySet<string> {
  const last = new Map<string, { failed?: number; triggered?: number }>();
  for (const { state, reason, at } of events) {
    const known = last.get(state) ?? {};
    if (reason === FAILED) known.failed ??= Date.parse(at);
    if (reason === TRIGGERED) known.triggered ??= Date.parse(at);
    last.set(state, known);
  }
  const isRefused = ({ failed, triggered }: { failed?: number; triggered?: number }) =>
    failed !== undefined && !(triggered !== undefined && triggered > failed);
  return new Set([...last].filter(([, known]) => isRefused(known)).map(([state]) => state));
}

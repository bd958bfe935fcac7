import type { Cluster } from '../cluster/cluster';
import { list, RESOURCE } from '../cluster/objects';
import { fields, metadata, text } from './plain';
import type { EventReport } from './report';

/** An Event, and the object that it is about. */
export type StateEvent = EventReport & { readonly state: string; readonly uid: string };

/** The Events about ConfigMaps, the last one first. */
export async function readEvents(cluster: Cluster, agents: string): Promise<StateEvent[]> {
  const events = await list(cluster, RESOURCE.events, agents, {
    fieldSelector: 'involvedObject.kind=ConfigMap',
  });
  return events
    .map((event) => {
      const { name, uid } = fields(event['involvedObject']);
      const state = text(name);
      return {
        at: text(event['lastTimestamp']) || metadata(event).created,
        type: text(event['type']),
        reason: text(event['reason']),
        task: /^task-([0-9]+)-/.exec(state)?.[1] ?? '',
        message: text(event['message']),
        state,
        uid: text(uid),
      };
    })
    .sort((a, b) => b.at.localeCompare(a.at));
}

import { eventsOf, webhookOf } from '../event-source';
import { asString, partsAt, rootPart } from '../plain';
import type { ObjectRule } from '../rule';

/** A Service that leads nowhere. */
export const servicePort: ObjectRule = {
  id: 'service-port',
  severity: 'error',
  summary: 'A port of the Service of an EventSource leads to one that nothing listens on',
  why: 'The Service leads to the pods of the EventSource, where only the ports of its webhooks and of the metrics are open, and only the one called metrics has a name (buildService and buildDeploymentSpec in pkg/reconciler/eventsource/resource.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    const open = eventsOf(source).flatMap((event) => asString(webhookOf(event)?.value['port']) ?? []);
    const allowed = [...new Set([...open, '7777'])];
    for (const { path, value } of partsAt(rootPart(source), 'spec', 'service', 'ports')) {
      const field = value['targetPort'] === undefined ? 'port' : 'targetPort';
      const port = value[field];
      if (typeof port !== 'number' && typeof port !== 'string') continue;
      if (port === 'metrics' || allowed.includes(String(port))) continue;
      report([...path, field], 'Nothing listens on the port', port, allowed);
    }
  },
};

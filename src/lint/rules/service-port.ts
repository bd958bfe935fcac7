import { describe, joinOr } from '../../findings/words';
import { eventsOf, webhookOf } from '../event-source';
import { asString, partsAt, rootPart } from '../plain';
import type { ObjectRule } from '../rule';

/** A port of a Service on which no pod listens. */
export const servicePort: ObjectRule = {
  id: 'service-port',
  severity: 'error',
  summary: 'The Service of an EventSource has a port on which its pods do not listen',
  why: 'The pods of the EventSource listen only on the ports of its webhooks and on that of the metrics, and only the one called metrics has a name (buildService and buildDeploymentSpec in pkg/reconciler/eventsource/resource.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    const ofEvents = eventsOf(source).flatMap((event) => asString(webhookOf(event)?.value['port']) ?? []);
    const open = [...new Set([...ofEvents, '7777'])];
    for (const { path, value } of partsAt(rootPart(source), 'spec', 'service', 'ports')) {
      const field = value['targetPort'] === undefined ? 'port' : 'targetPort';
      const port = value[field];
      if (typeof port !== 'number' && typeof port !== 'string') continue;
      if (port === 'metrics' || open.includes(String(port))) continue;
      report([...path, field], `nothing listens on port ${describe(port)}`, {
        value: port,
        help: `expected ${joinOr(open)}`,
      });
    }
  },
};

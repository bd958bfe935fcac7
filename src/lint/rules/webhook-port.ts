import { eventsOf, webhookOf } from '../event-source';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';

/** A port that somebody else listens on. */
export const webhookPort: ObjectRule = {
  id: 'webhook-port',
  severity: 'error',
  summary: 'A port of an EventSource is taken by its metrics, or by events of another kind',
  why: 'Events of one kind share a server; those of another kind start one of their own, which cannot listen where one does already, and only a line in the log says so (startServer in pkg/eventsources/common/webhook/webhook.go). Metrics have 7777 (pkg/eventsources/cmd/start.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    const kinds = new Map<string, string>([['7777', 'the metrics']]);
    for (const event of eventsOf(source)) {
      const webhook = webhookOf(event);
      const port = asString(webhook?.value['port']);
      if (!webhook || port === undefined) continue;
      const other = kinds.get(port) ?? event.kind;
      if (other !== event.kind) {
        report([...webhook.path, 'port'], `Port is taken by ${other}`, port, 'a port of its own');
      }
      kinds.set(port, other);
    }
  },
};

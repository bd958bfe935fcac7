import { eventsOf, webhookOf } from '../event-source';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';

/** A port on which something else listens. */
export const webhookPort: ObjectRule = {
  id: 'webhook-port',
  severity: 'error',
  summary: 'A port of an EventSource is used by its metrics, or by events of another kind',
  why: 'Events of one kind share a server. Events of another kind start a server of their own, which cannot listen on the same port, and the only trace is one log line (startServer in pkg/eventsources/common/webhook/webhook.go). Metrics use port 7777 (pkg/eventsources/cmd/start.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    const kinds = new Map<string, string>([['7777', 'the metrics']]);
    for (const event of eventsOf(source)) {
      const webhook = webhookOf(event);
      const port = asString(webhook?.value['port']);
      if (!webhook || port === undefined) continue;
      const other = kinds.get(port) ?? event.kind;
      if (other !== event.kind) {
        report([...webhook.path, 'port'], `port ${port} is taken by ${other}`, {
          value: port,
          help: 'expected a port of its own',
        });
      }
      kinds.set(port, other);
    }
  },
};

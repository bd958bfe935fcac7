import { eventsOf, webhookOf } from '../event-source';
import { partAt } from '../plain';
import type { ObjectRule } from '../rule';

/** A server that uses plain HTTP though a certificate or a key is set. */
export const webhookTls: ObjectRule = {
  id: 'webhook-tls',
  severity: 'error',
  summary: 'A webhook has a certificate without its key, or a key without its certificate',
  why: 'The server uses TLS only if both are set. With one of them it uses plain HTTP, without a message (startServer in pkg/eventsources/common/webhook/webhook.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const event of eventsOf(source)) {
      const webhook = webhookOf(event);
      if (!webhook) continue;
      const missing = CERTIFICATE_FIELDS.filter((field) => !partAt(webhook, field));
      const [field] = missing;
      if (field === undefined || missing.length === CERTIFICATE_FIELDS.length) continue;
      report([...webhook.path, field], `the server speaks plain HTTP without ${field}`, {
        help: 'set both secrets',
      });
    }
  },
};

const CERTIFICATE_FIELDS = ['serverCertSecret', 'serverKeySecret'] as const;

import { eventsOf, webhookOf } from '../event-source';
import { partAt } from '../plain';
import type { ObjectRule } from '../rule';

/** A webhook to which anybody can post. */
export const unverifiedWebhook: ObjectRule = {
  id: 'unverified-webhook',
  severity: 'warning',
  summary: 'An event source accepts requests from anybody',
  why: 'Without a secret the engine checks no signature and no token. So anybody who reaches the port can send events (HandleRoute in pkg/eventsources/sources/github/start.go, gitlab/start.go and bitbucketserver/start.go, startServer in pkg/eventsources/common/webhook/webhook.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const event of eventsOf(source)) {
      const secret = SECRET_FIELD[event.kind];
      const webhook = webhookOf(event);
      // The engine checks this bearer token for every kind.
      if (secret === undefined || partAt(event, secret) || (webhook && partAt(webhook, 'authSecret')))
        continue;
      report([...event.path, secret], 'anybody can post here', { help: `set ${secret}` });
    }
  },
};

// Other kinds have no field for a secret, or the schema requires it.
const SECRET_FIELD: Readonly<Record<string, string>> = {
  webhook: 'authSecret',
  github: 'webhookSecret',
  gitlab: 'secretToken',
  bitbucketserver: 'webhookSecret',
};

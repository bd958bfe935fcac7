import { eventsOf, webhookOf } from '../event-source';
import { partAt } from '../plain';
import type { ObjectRule } from '../rule';

/** A webhook to which anybody may post. */
export const unverifiedWebhook: ObjectRule = {
  id: 'unverified-webhook',
  severity: 'warning',
  summary: 'An event source takes requests from anybody',
  why: 'Without a secret no signature and no token is asked for, and whoever reaches the port makes events (HandleRoute in pkg/eventsources/sources/github/start.go, gitlab/start.go and bitbucketserver/start.go, startServer in pkg/eventsources/common/webhook/webhook.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const event of eventsOf(source)) {
      const secret = SECRET_FIELD[event.kind];
      const webhook = webhookOf(event);
      // A bearer token is asked for whatever the kind.
      if (secret === undefined || partAt(event, secret) || (webhook && partAt(webhook, 'authSecret')))
        continue;
      report(
        [...event.path, secret],
        'Requests are not verified',
        event.value[secret],
        'a name and key of a Secret',
      );
    }
  },
};

// The other kinds have no secret to set, or one that the schema requires.
const SECRET_FIELD: Readonly<Record<string, string>> = {
  webhook: 'authSecret',
  github: 'webhookSecret',
  gitlab: 'secretToken',
  bitbucketserver: 'webhookSecret',
};

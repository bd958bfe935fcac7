import { eventsOf, webhookOf } from '../event-source';
import { type Part, partAt, valueAt } from '../plain';
import type { ObjectRule } from '../rule';

/** A webhook to which anybody can post. */
export const unverifiedWebhook: ObjectRule = {
  id: 'unverified-webhook',
  severity: 'warning',
  summary: 'An event source accepts requests from anybody',
  why: 'Without a secret the engine checks no signature and no token. So anybody who reaches the port can send events. The secret of GitLab and Bitbucket Server is read only for hooks that the engine registers itself (HandleRoute in pkg/eventsources/sources/github/start.go, StartListening in gitlab/start.go and bitbucketserver/start.go, startServer in pkg/eventsources/common/webhook/webhook.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const event of eventsOf(source)) {
      const secret = SECRET_FIELD[event.kind];
      const webhook = webhookOf(event);
      // The engine checks this bearer token for every kind.
      if (secret === undefined || (webhook && partAt(webhook, 'authSecret'))) continue;
      if (!partAt(event, secret)) {
        report([...event.path, secret], 'anybody can post here', { help: `set ${secret}` });
        continue;
      }
      const missing = READ_WITH[event.kind]?.find((fields) => !fields.some((field) => isSet(event, field)));
      if (missing === undefined) continue;
      report([...event.path, secret], 'the engine checks it only for hooks that it registers itself', {
        help: `set ${missing[0]}`,
      });
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

/**
 * What has to be set so that the engine reads the secret: one field of each list (NeedToCreateHooks of GitLab and
 * ShouldCreateWebhooks of Bitbucket Server).
 */
const READ_WITH: Readonly<Record<string, readonly (readonly string[])[]>> = {
  gitlab: [['webhook.url']],
  bitbucketserver: [['webhook.url'], ['accessToken'], ['repositories', 'projects', 'projectKey']],
};

function isSet(event: Part, field: string): boolean {
  const value = valueAt(event.value, ...field.split('.'));
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

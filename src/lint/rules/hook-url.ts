import { quote } from '../../findings/words';
import { type EventPart, eventsOf } from '../event-source';
import { asString, partAt, valueAt } from '../plain';
import type { ObjectRule } from '../rule';

/** A hook that is never made, or that leads nowhere. */
export const hookUrl: ObjectRule = {
  id: 'hook-url',
  severity: 'warning',
  summary:
    'An event source has credentials to register its hook, but no address for it, the other way round, or an address that is none',
  why: 'For GitHub, the engine registers a hook only if it has both a token or an app and webhook.url (NeedToCreateHooks in pkg/apis/events/v1alpha1/eventsource_types.go); otherwise no event comes, unless somebody makes the hook by hand. The address of a hook is the url with the endpoint appended (FormattedURL in pkg/shared/util/util.go). For SNS, StorageGrid and a webhook of Stripe it registers webhook.url in any case, and without one only a path (PostActivate in pkg/eventsources/sources/awssns/start.go, storagegrid/start.go and stripe/start.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const event of eventsOf(source)) {
      const url = asString(valueAt(event.value, 'webhook', 'url'));
      const endpoint = asString(valueAt(event.value, 'webhook', 'endpoint')) ?? '';
      const place = [...event.path, 'webhook', 'url'];
      const credentials = GITHUB_CREDENTIALS.find((field) => partAt(event, field));
      if (event.kind === 'github' && credentials !== undefined && !url) {
        report([...event.path, credentials], 'no hook is registered without webhook.url', {
          help: `set webhook.url to the address that GitHub calls; if you make the hook by hand, remove ${credentials}`,
        });
      } else if (event.kind === 'github' && credentials === undefined && url) {
        report(place, 'no hook is registered without apiToken or githubApp', {
          value: url,
          help: 'set one of them; if you make the hook by hand, remove the url',
        });
      } else if (url && !/^https?:\/\//.test(url)) {
        report(place, `${quote(url)} is no address: it has no https:// in front`, {
          value: url,
          help: `write ${quote(`https://${url}`)}`,
        });
      } else if (
        url &&
        endpoint.length > 1 &&
        url.replace(/\/$/, '').endsWith(endpoint) &&
        event.kind !== 'webhook'
      ) {
        report(place, `the hook is registered at ${quote(url.replace(/\/$/, '') + endpoint)}`, {
          value: url,
          help: `write ${quote(url.replace(/\/$/, '').slice(0, -endpoint.length))}: the endpoint is appended`,
        });
      } else if (registersAlways(event) && partAt(event, 'webhook') && !url) {
        report(place, 'the engine registers an address without a host', {
          help: 'set it to the address that reaches the event source, such as "https://hooks.example.com"',
        });
      }
    }
  },
};

const GITHUB_CREDENTIALS = ['apiToken', 'githubApp'] as const;

function registersAlways({ kind, value }: EventPart): boolean {
  return ['sns', 'storageGrid'].includes(kind) || (kind === 'stripe' && value['createWebhook'] === true);
}

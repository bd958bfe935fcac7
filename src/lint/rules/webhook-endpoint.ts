import { quote } from '../../findings/words';
import { eventsOf, webhookOf } from '../event-source';
import { asString } from '../plain';
import type { ObjectRule } from '../rule';

/** An endpoint that gets no requests. */
export const webhookEndpoint: ObjectRule = {
  id: 'webhook-endpoint',
  severity: 'error',
  summary: 'An endpoint does not begin with a slash, is no path, or another event has the same one',
  why: 'The router ignores a path without a slash, and compares whole paths, without the query and with * as any other character. So every request gets 404. If two events of one kind have the same port and endpoint, the one that starts first gets all requests (startServer in pkg/eventsources/common/webhook/webhook.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    const seen = new Map<string, string>();
    for (const event of eventsOf(source)) {
      const webhook = webhookOf(event);
      const endpoint = asString(webhook?.value['endpoint']);
      if (!webhook || !endpoint) continue;
      const place = [...webhook.path, 'endpoint'];
      if (!endpoint.startsWith('/'))
        report(place, `${quote(endpoint)} has no slash in front`, {
          value: endpoint,
          help: `write ${quote(`/${endpoint}`)}`,
          fix: `/${endpoint}`,
        });
      const [extra] = /[?#*\s].*/s.exec(endpoint) ?? [];
      if (extra !== undefined)
        report(place, `no request has a path with ${quote(extra)}`, {
          value: endpoint,
          help: 'expected the path as it is in the request, without query and wildcards',
        });
      const key = [event.kind, asString(webhook.value['port']), endpoint].join(' ');
      const other = seen.get(key);
      if (other !== undefined)
        report(place, `the event ${quote(other)} has the endpoint ${quote(endpoint)}, too`, {
          value: endpoint,
          help: 'expected an endpoint of its own',
        });
      seen.set(key, event.name);
    }
  },
};

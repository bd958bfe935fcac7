import { meantHelp } from '../../findings/refuse';
import { quote } from '../../findings/words';
import { eventsOf } from '../event-source';
import { githubEventNames } from '../github/payloads';
import { asList } from '../plain';
import type { ObjectRule } from '../rule';

/** An event that GitHub does not send. */
export const githubEvent: ObjectRule = {
  id: 'github-event',
  severity: 'warning',
  summary: 'A GitHub event source names an event that GitHub does not have',
  why: 'The engine asks GitHub for a hook with these events, and GitHub refuses one that it does not know. Then there is no hook, and no event comes (StartListening in pkg/eventsources/sources/github/start.go). The events are those of the OpenAPI document of GitHub.',
  kinds: ['EventSource'],
  check: (source, report) => {
    for (const { kind, path, value } of eventsOf(source)) {
      if (kind !== 'github') continue;
      for (const [index, event] of asList(value['events']).entries()) {
        if (typeof event !== 'string' || event === '*' || githubEventNames().includes(event)) continue;
        report([...path, 'events', index], `GitHub has no event ${quote(event)}`, {
          value: event,
          help:
            meantHelp(event, githubEventNames()) ??
            'write a name as in the header X-GitHub-Event, such as "push"',
        });
      }
    }
  },
};

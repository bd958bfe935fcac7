import { quote } from '../../findings/words';
import { eventsOf } from '../event-source';
import type { ObjectRule } from '../rule';

/** Two events with one name. */
export const duplicateEvent: ObjectRule = {
  id: 'duplicate-event',
  severity: 'error',
  summary: 'Two events of an EventSource have the same name',
  why: 'The controller rejects the EventSource, even if the events are of different kinds (ValidateEventSource in pkg/reconciler/eventsource/validate.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    const seen = new Map<string, string>();
    for (const { kind, name, path } of eventsOf(source)) {
      const other = seen.get(name);
      if (other !== undefined)
        report(path, `an event of ${other} is called ${quote(name)}, too`, {
          value: name,
          help: 'give it another name',
        });
      seen.set(name, kind);
    }
  },
};

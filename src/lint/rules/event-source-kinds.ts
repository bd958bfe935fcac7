import { eventsOf, runsOnePod } from '../event-source';
import type { ObjectRule } from '../rule';

/** Kinds of events that cannot be in one EventSource. */
export const eventSourceKinds: ObjectRule = {
  id: 'event-source-kinds',
  severity: 'error',
  summary: 'An EventSource mixes kinds whose pods all work with kinds of which one pod works at a time',
  why: 'The controller rejects the EventSource (ValidateEventSource in pkg/reconciler/eventsource/validate.go, RecreateStrategyEventSources in pkg/apis/events/v1alpha1/const.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    const kinds = [...new Set(eventsOf(source).map(({ kind }) => kind))];
    const [single, many] = [kinds.filter(runsOnePod), kinds.filter((kind) => !runsOnePod(kind))];
    if (single.length === 0) return;
    for (const kind of many) {
      report(['spec', kind], `${kind} cannot be in one EventSource with ${single.join(' and ')}`, {
        help: 'move it to another EventSource',
      });
    }
  },
};

import { eventsOf, runsOnePod } from '../event-source';
import type { ObjectRule } from '../rule';

/** Kinds of events that cannot stand in one EventSource. */
export const eventSourceKinds: ObjectRule = {
  id: 'event-source-kinds',
  severity: 'error',
  summary: 'An EventSource mixes kinds of which many pods may run with kinds of which one may',
  why: 'The EventSource is rejected (ValidateEventSource in pkg/reconciler/eventsource/validate.go, RecreateStrategyEventSources in pkg/apis/events/v1alpha1/const.go).',
  kinds: ['EventSource'],
  check: (source, report) => {
    const kinds = [...new Set(eventsOf(source).map(({ kind }) => kind))];
    const [single, many] = [kinds.filter(runsOnePod), kinds.filter((kind) => !runsOnePod(kind))];
    if (single.length === 0) return;
    for (const kind of many) {
      report(['spec', kind], `Kind cannot stand beside ${single.join(' and ')}`, kind, 'another EventSource');
    }
  },
};

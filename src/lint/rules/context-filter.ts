import { joinOr, nearest, quote } from '../../findings/words';
import { eventsFor } from '../dependency-events';
import { asString, partAt } from '../plain';
import type { SetRule } from '../rule';
import { dependencies } from '../sensor';

/** A context filter with a value that no event of the dependency has. */
export const contextFilter: SetRule = {
  id: 'context-filter',
  severity: 'error',
  summary: 'A context filter asks for a value that no event of the dependency has',
  why: 'The context of an event has the name of its EventSource as source, the name of the event as subject, its kind as type, and application/json (eventToBytes and the dispatch in pkg/eventsources/eventing.go). They are compared as a whole, not as patterns, so any other value drops every event (filterContext in pkg/sensors/dependencies/filter.go).',
  checkAll: (objects, reportOn, known) => {
    for (const sensor of objects.ofKind('Sensor')) {
      for (const dependency of dependencies(sensor)) {
        const context = partAt(dependency, 'filters', 'context');
        if (context === undefined) continue;
        const kinds = eventsFor(known, sensor, dependency).map(({ kind }) => typeOf(kind));
        const expected: Readonly<Record<string, readonly unknown[]>> = {
          source: [dependency.value['eventSourceName']],
          subject: [dependency.value['eventName']],
          type: kinds,
          datacontenttype: ['application/json'],
        };
        for (const [field, values] of Object.entries(expected)) {
          const value = asString(context.value[field]);
          const texts = [...new Set(values.filter((one) => typeof one === 'string'))];
          // An empty one is not compared.
          if (!value || texts.length === 0 || texts.includes(value)) continue;
          reportOn(sensor)(
            [...context.path, field],
            `no event of this dependency has the ${WORDS[field]} ${quote(value)}`,
            {
              value,
              help: helpFor(value, texts),
            },
          );
        }
      }
    }
  },
};

const WORDS: Readonly<Record<string, string>> = {
  source: 'event source',
  subject: 'event name',
  type: 'type',
  datacontenttype: 'content type',
};

/** The type of the events of a kind: the same, but for two kinds (EventSourceType in pkg/apis/events/v1alpha1/const.go). */
function typeOf(kind: string): string {
  return kind === 'pubSub' || kind === 'storageGrid' ? kind.toLowerCase() : kind;
}

function helpFor(value: string, texts: readonly string[]): string {
  const meant = nearest(value, texts);
  return meant === undefined ? `remove it, or write ${joinOr([...texts])}` : `did you mean ${quote(meant)}?`;
}

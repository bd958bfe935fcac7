import type { PlainObject } from '../../src/lint';
import { eventSource, filtering as filteringBy } from './objects';

// What the tests of the rules have in common that know the values of events.

/** The place of the first data filter. */
export const PLACE = 'spec.dependencies.0.filters.data.0';

/** The place of the first expression. */
export const EXPR = 'spec.dependencies.0.filters.exprs.0.expr';

/** The name of the event of GitHub. */
export const HEADER = 'headers.X-Github-Event.0';

/** An event source of which nothing is known. */
export const EXTERNAL: PlainObject = {
  kind: 'EventSource',
  metadata: { name: 'github', namespace: 'events' },
};

/** A sensor with these data filters on an event `a`. They are of type string if they do not say another one. */
export const filtering = (...data: object[]) =>
  filteringBy({ data: data.map((one) => ({ type: 'string', ...one })) });

/** A sensor with an expression on a field `x` of the event `a`. */
export const expression = (expr: string, path: string) =>
  filteringBy({ exprs: [{ expr, fields: [{ name: 'x', path }] }] });

/** The event source of the event `a`, registered for these events of GitHub. */
export const github = (events: readonly string[], more: object = {}) =>
  eventSource({ github: { a: { events, ...more } } });

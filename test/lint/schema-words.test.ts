import { lineWithin } from '../../src/findings/line';
import { checkObject, type PlainObject } from '../../src/lint';
import { eventBus, eventSource, sensor } from './objects';

// What the schema refuses in words of its own, and what counts as absent.

const linesOf = (object: PlainObject) => checkObject(object, []).map(lineWithin);
const watching = (filter: object) =>
  eventSource({ resource: { web: { version: 'v1', resource: 'pods', eventTypes: ['ADD'], filter } } });
const field = (operation: object) =>
  watching({ fields: [{ key: 'metadata.name', value: 'a, b.c', ...operation }] });
const EVENT = 'event "web"';
const AT = 'spec.resource.web.filter.fields[0]';

test.each<[object, string]>([
  [{}, `${EVENT} (${AT}): no object passes a filter without operation; write operation: "==" [schema]`],
  [
    { operation: 'in' },
    `${EVENT} (${AT}.operation): no object passes a filter with the operation "in"; write "==" and the value "^(?:a|b\\\\.c)$" [schema]`,
  ],
  [
    { operation: 'notin' },
    `${EVENT} (${AT}.operation): no object passes a filter with the operation "notin"; write "!=" and the value "^(?:a|b\\\\.c)$" [schema]`,
  ],
  [
    { operation: 'exists' },
    `${EVENT} (${AT}.operation): no object passes a filter with the operation "exists"; write "==" and the value "", which any object with the field passes [schema]`,
  ],
  [
    { operation: '' },
    `${EVENT} (${AT}.operation): no object passes a filter with the operation ""; expected "=", "==" or "!=" [schema]`,
  ],
])('a filter on a field with %j', (operation, line) => {
  expect(linesOf(field(operation))).toEqual([line]);
});

test('a bus: a version that is a number, and a version of STAN', () => {
  expect(linesOf(eventBus({ jetstream: { version: 2.1 } }))).toEqual([
    'spec.jetstream.version: expected a text in quotes, not the number 2.1; write a version that the controller knows, such as "2.10.29" [schema]',
  ]);
  expect(linesOf(eventBus({ nats: { native: { version: '0.22.0' } } }))).toEqual([
    'spec.nats.native: unknown field "version"; remove it: the controller knows one version of STAN [schema]',
  ]);
});

const clock = (night: object) => eventSource({ calendar: { night } });

test.each<[object, RegExp]>([
  [{ schedule: '@daily' }, /, not "@daily"; write "0 0 \* \* \*" \[schema\]$/],
  [{ schedule: '@every 5m' }, /, not "@every 5m" \[schema\]$/],
  [{ interval: '1d' }, /, not "1d"; write "24h" \[schema\]$/],
  [{ interval: '2w' }, /, not "2w"; write "336h" \[schema\]$/],
])('a time in %j', (calendar, line) => {
  const found = linesOf(clock(calendar));
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(line);
});

test('the group and the namespace of a watched resource, and the value of a label filter, may be left out', () => {
  expect(linesOf(watching({ labels: [{ key: 'app', operation: 'exists' }] }))).toEqual([]);
});

test('group, version and resource of a trigger are a finding of a rule', () => {
  const k8s = { group: '', version: 'v1', resource: 'pods', source: { inline: 'x' } };
  const trigger = (action: object) =>
    sensor({
      dependencies: [{ name: 'd', eventSourceName: 'e', eventName: 'n' }],
      triggers: [{ template: { name: 't', ...action } }],
    });
  expect(linesOf(trigger({ k8s }))).toEqual([]);
  expect(checkObject(trigger({ k8s })).map(({ rule }) => rule)).toEqual(['trigger-resource']);
  expect(linesOf(trigger({ k8s: { ...k8s, versions: 'v1' } }))).toHaveLength(1);
  expect(linesOf(trigger({ log: { resource: 'pods' } }))).toHaveLength(1);
});

describe('null', () => {
  test('is absent', () => {
    expect(linesOf(watching({ fields: null, prefix: null }))).toEqual([]);
    expect(
      linesOf(
        eventSource({ template: null, service: null, calendar: { a: { schedule: null, interval: '1h' } } }),
      ),
    ).toEqual([]);
  });

  test('so a field that has to be there is missing', () => {
    expect(
      linesOf(eventSource({ resource: { web: { version: null, resource: 'pods', eventTypes: ['ADD'] } } })),
    ).toEqual(['event "web" (spec.resource.web): missing field "version" [schema]']);
  });

  test('in place of an event, or in a list, is a value', () => {
    expect(linesOf(eventSource({ calendar: { night: null } }))).toEqual([
      'event "night" (spec.calendar.night): no value; expected an object [schema]',
    ]);
    expect(linesOf(watching({ fields: [null] }))).toEqual([
      'event "web" (spec.resource.web.filter.fields[0]): no value; expected an object [schema]',
    ]);
  });
});

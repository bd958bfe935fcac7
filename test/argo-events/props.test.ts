import { App, Chart } from 'cdk8s';
import { EventBus, jetStream } from '../../src/argo-events/event-bus';
import { EventSource } from '../../src/argo-events/event-source';
import { anyOf, contains, type Filter } from '../../src/argo-events/filters';
import { Sensor } from '../../src/argo-events/sensor';
import { log } from '../../src/argo-events/triggers';
import { COMMENT } from './events';
import { findingsOf } from './rendered';

// The compiler refuses all of this. In JavaScript, and after `as any`, nothing does before it runs.
// biome-ignore lint/suspicious/noExplicitAny: that is what is tested
const any = (value: unknown): any => value;
const conditions = 'expected what sensor.on(…) returned, or several of these joined by .and(…) and .or(…)';
const action = 'expected an action, such as patch(…), http(…) or log()';

describe('a trigger', () => {
  const done = (props: (on: Sensor['on']) => unknown) =>
    findingsOf((sensor) => {
      const on = sensor.on('comment', COMMENT);
      sensor.do('act', any(props(any(() => on))));
    });
  const on = (make: Sensor['on']) => make('comment', COMMENT);

  test.each<[string, (make: Sensor['on']) => unknown, string]>([
    [
      'an expression as a text',
      () => ({ conditions: 'a && b', action: log() }),
      `.conditions): ${conditions}, not "a && b"`,
    ],
    [
      'a list',
      (make) => ({ conditions: [on(make)], action: log() }),
      `.conditions): ${conditions}, not a list`,
    ],
    [
      'data',
      (make) => ({ conditions: on(make).data, action: log() }),
      `.conditions): ${conditions}, not a reference to event data`,
    ],
    ['no conditions', () => ({ action: log() }), `.conditions): missing; ${conditions}`],
    [
      'misspelled conditions',
      (make) => ({ condition: on(make), action: log() }),
      '): unknown field "condition"; did you mean "conditions"?',
    ],
    ['no action', (make) => ({ conditions: on(make) }), `.action): missing; ${action}`],
    [
      'a function that is not called',
      (make) => ({ conditions: on(make), action: log }),
      `.action): ${action}, not a function`,
    ],
    [
      'a template',
      (make) => ({ conditions: on(make), action: { log: {} } }),
      `.action): ${action}, not an object`,
    ],
    [
      'an unknown prop',
      (make) => ({ conditions: on(make), action: log(), atLeastOne: true }),
      '): unknown field "atLeastOne"; did you mean "atLeastOnce"?',
    ],
    [
      'one time in place of a list',
      (make) => ({ conditions: on(make), action: log(), conditionsReset: {} }),
      '.conditionsReset): expected a list, not an empty object',
    ],
    [
      'a fallback that is an action',
      (make) => ({ conditions: on(make), action: log(), fallback: log() }),
      '.fallback): unknown field "bind"; expected "name", "action" or "retry"',
    ],
    [
      'a fallback without name',
      (make) => ({ conditions: on(make), action: log(), fallback: { action: log() } }),
      '.fallback.name): missing; expected a name',
    ],
    ['nothing', () => undefined, '): missing; expected an object with conditions and action'],
  ])('with %s', (_, props, message) => {
    expect(done(props)).toContain(`[app/comments] trigger "act" (spec.triggers[0]${message} [props]`);
  });

  test('is one finding, and no dependency counts as unused', () => {
    expect(done(() => ({ conditions: 'comment', action: log() }))).toHaveLength(1);
  });
});

describe('a dependency', () => {
  const added = (...args: unknown[]) =>
    findingsOf((sensor) => {
      const [name, ...others] = args;
      const on = sensor.on(any(name), any(others[0]), any(others[1]));
      sensor.do('act', { conditions: on, action: log() });
    });
  const event = 'expected an event: source.event(…) or eventReference(…)';

  test.each<[string, unknown[], string]>([
    ['a text', ['text'], `): ${event}, not "text" [props]`],
    ['no event', [], `): missing; ${event} [props]`],
    ['an object that is no event', [{ name: 'github' }], `): ${event}, not an object [props]`],
    [
      'an unknown option',
      [COMMENT, { filter: () => [] }],
      '): unknown field "filter"; did you mean "filters"? [props]',
    ],
    [
      'a list of filters',
      [COMMENT, { filters: [] }],
      '.filters): expected a function, such as (e) => [equals(…)], not an empty list [props]',
    ],
    [
      'a program as a text',
      [COMMENT, { transform: '.' }],
      '.transform): expected a transform: jq`…` or lua`…`, not "." [props]',
    ],
    [
      'one filter',
      [COMMENT, { filters: () => contains(any('x'), 'x') }],
      '): expected a reference to event data, such as e.body.action, not "x" [reference]',
    ],
    [
      'a filter in place of a list',
      [COMMENT, { filters: () => ({}) }],
      '): expected a list of filters, such as [equals(…)], not an empty object [filter]',
    ],
    [
      'what is no filter',
      [COMMENT, { filters: () => [undefined] }],
      '): expected a list of filters, such as [equals(…)], not a list [filter]',
    ],
    [
      'options that are none',
      [COMMENT, null],
      '): expected an object with filters or transform, not null [props]',
    ],
  ])('with %s is one finding', (_, args, message) => {
    expect(added('comment', ...args)).toEqual([
      `[app/comments] dependency "comment" (spec.dependencies[0]${message}`,
    ]);
  });

  test('is not joined with a text', () => {
    const join = (how: 'and' | 'or') =>
      findingsOf((sensor) => void sensor.on('comment', COMMENT)[how](any('other')));
    expect(join('and')).toEqual([`${conditions}, not "other" [props]`]);
    expect(join('or')).toEqual(join('and'));
  });

  test('has no filters joined by anyOf that are none', () => {
    const filters = () => [anyOf(any(undefined) as Filter)];
    expect(added('comment', COMMENT, { filters })[0]).toContain('expected a list of filters');
  });
});

describe('a construct', () => {
  const chart = () => new Chart(new App(), 'app', { namespace: 'events' });
  const spec = jetStream({ version: 'latest', replicas: 3 });

  test.each<[string, () => unknown, string]>([
    [
      'a Sensor with an unknown prop',
      () => new Sensor(chart(), 'a', any({ name: 'a', replica: 2 })),
      'props: unknown field "replica"; did you mean "replicas"?',
    ],
    [
      'a Sensor without name',
      () => new Sensor(chart(), 'a', any({})),
      'props.name: missing; expected a name',
    ],
    [
      'a Sensor without props',
      () => new Sensor(chart(), 'a', any(undefined)),
      'props: missing; expected an object with the props',
    ],
    [
      'an EventSource with an unknown prop',
      () => new EventSource(chart(), 'a', any({ name: 'a', events: {}, port: 1 })),
      'props: unknown field "port"; expected "name", "namespace", "labels", "annotations", "events", "eventBusName", "replicas", "template" or "service"',
    ],
    [
      'an EventSource with misspelled events',
      () => new EventSource(chart(), 'a', any({ name: 'a', event: {} })),
      'props: unknown field "event"; did you mean "events"?',
    ],
    [
      'an EventSource with an event that is none',
      () => new EventSource(chart(), 'a', any({ name: 'a', events: { order: { port: 1 } } })),
      'props.events: expected events by name, each from a function such as webhookEvent(…), not an object',
    ],
    [
      'an EventBus with an unknown prop',
      () => new EventBus(chart(), 'a', any({ spec, names: 'b' })),
      'props: unknown field "names"; did you mean "name"?',
    ],
    [
      'an EventBus without spec',
      () => new EventBus(chart(), 'a', any({})),
      'props.spec: missing; expected a bus, such as jetStream(…)',
    ],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(`[app/a] ${message} [props]`);
  });

  test('refuses an account that is only a name', () => {
    const granted = findingsOf((sensor) => {
      sensor.do('act', { conditions: sensor.on('comment', COMMENT), action: log() });
      sensor.grant(any('sensor-sa'));
    });
    expect(granted).toEqual([
      '[app/comments] grant: expected an object with name and namespace, not a string [props]',
    ]);
  });
});

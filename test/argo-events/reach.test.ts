import { App, Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { type EventReference, eventReference } from '../../src/argo-events/dependency';
import { EventBus, jetStream, jetStreamExotic } from '../../src/argo-events/event-bus';
import { EventSource } from '../../src/argo-events/event-source';
import { calendarEvent } from '../../src/argo-events/event-sources';
import { declareExternal } from '../../src/argo-events/external';
import { Sensor } from '../../src/argo-events/sensor';
import { log } from '../../src/argo-events/triggers';

const warn = jest.spyOn(console, 'warn').mockImplementation();
beforeEach(() => warn.mockClear());

const JETSTREAM = jetStream({ version: 'latest' });
const shared = (url = 'nats://nats.infra:4222') => jetStreamExotic({ url });

function bus(scope: Construct, namespace: string, spec = JETSTREAM): void {
  new EventBus(scope, `bus-${namespace}`, { namespace, spec });
}

function clock(scope: Construct, namespace?: string) {
  return new EventSource(scope, `clock-${namespace}`, {
    name: 'clock',
    ...(namespace !== undefined && { namespace }),
    events: { hour: calendarEvent({ schedule: '0 * * * *' }) },
  });
}

function bell(scope: Construct, event: EventReference<unknown>, namespace?: string): void {
  const sensor = new Sensor(scope, 'bell', { name: 'bell', ...(namespace !== undefined && { namespace }) });
  sensor.do('ring', { conditions: sensor.on('hour', event), action: log() });
}

/** What `app.synth()` refuses, and what it warns of. */
function told(build: (app: App) => void): string[] {
  const app = Testing.app();
  build(app);
  try {
    app.synth();
    return warn.mock.calls.flat();
  } catch (error) {
    return [(error as Error).message, ...warn.mock.calls.flat()];
  }
}

const REFUSED =
  'dependency "hour" (spec.dependencies[0]): the EventSource "clock" is in namespace "time", but the sensor is in ' +
  '"events", and gets only events of its own namespace; put both in one namespace';

describe('an event of an event source of another namespace', () => {
  test.each<[string, (chart: Chart) => void]>([
    ['both given', (chart) => bell(chart, clock(chart, 'time').event('hour'), 'events')],
    ['that of the sensor from its Chart', (chart) => bell(chart, clock(chart, 'time').event('hour'))],
    [
      'both from their Charts',
      (chart) => bell(chart, clock(new Chart(chart.node.root, 'other', { namespace: 'time' })).event('hour')),
    ],
    [
      'though there is one of that name in its own',
      (chart) => {
        clock(chart, 'events');
        bell(chart, clock(chart, 'time').event('hour'));
      },
    ],
    ['in another app', (chart) => bell(chart, clock(new Chart(new App(), 'other'), 'time').event('hour'))],
  ])('is refused, once and with both: %s', (_, build) => {
    const lines = told((app) => {
      const chart = new Chart(app, 'chart', { namespace: 'events' });
      for (const namespace of ['events', 'time']) bus(chart, namespace);
      build(chart);
    });
    expect(lines).toEqual([expect.stringMatching(/^Validation failed with the following errors:\n/)]);
    expect(lines[0]?.split('\n').slice(1)).toEqual([`  [chart/bell] ${REFUSED} [event-namespaces]`]);
  });

  test.each([
    ['one server of somebody else', shared(), shared(), []],
    ['two servers', shared(), shared('nats://other:4222'), [expect.stringContaining(REFUSED)]],
  ])('over %s', (_, here, there, expected) => {
    const lines = told((app) => {
      const chart = new Chart(app, 'chart', { namespace: 'events' });
      bus(chart, 'events', here);
      bus(chart, 'time', there);
      bell(chart, clock(chart, 'time').event('hour'));
    });
    expect(lines).toEqual(expected);
  });
});

describe('a reference by name', () => {
  const named = eventReference('clock', 'hour');
  const OTHER = ', or if there is another "clock" in "events", declare it with declareExternal(…)';
  const declared = (namespace: string) =>
    ({ kind: 'EventSource', metadata: { name: 'clock', namespace } }) as const;

  test.each<[string, (chart: Chart) => void]>([
    ['makes', (chart) => void clock(chart, 'time')],
    ['declares', (chart) => declareExternal(chart, declared('time'))],
  ])('is refused if the app %s it in another namespace only', (_, build) => {
    const lines = told((app) => {
      const chart = new Chart(app, 'chart', { namespace: 'events' });
      for (const namespace of ['events', 'time']) bus(chart, namespace);
      build(chart);
      bell(chart, named);
    });
    expect(lines).toEqual([
      expect.stringContaining(`\n  [chart/bell] ${REFUSED}${OTHER} [event-namespaces]`),
    ]);
  });

  test.each<[string, (chart: Chart) => void]>([
    ['nothing is known of it', () => {}],
    ['it is here too', (chart) => void [clock(chart, 'time'), clock(chart)]],
    [
      'it is declared here',
      (chart) => {
        clock(chart, 'time');
        declareExternal(chart, declared('events'));
      },
    ],
  ])('is let be if %s', (_, build) => {
    const lines = told((app) => {
      const chart = new Chart(app, 'chart', { namespace: 'events' });
      for (const namespace of ['events', 'time']) bus(chart, namespace);
      build(chart);
      bell(chart, named);
    });
    expect(lines).toEqual([]);
  });

  test('that does not say that it is made elsewhere is left to the rules', () => {
    const lines = told((app) => {
      const chart = new Chart(app, 'chart', { namespace: 'events' });
      for (const namespace of ['events', 'time']) bus(chart, namespace);
      clock(chart, 'time');
      bell(chart, { eventSourceName: 'clock', eventName: 'hour' });
    });
    expect(lines).toEqual([expect.stringMatching(/only in namespace "time".*\[unknown-event-source\]$/)]);
  });
});

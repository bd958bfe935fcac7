import type { Dependency } from '../../src/argo-events/dependency';
import { EventSource } from '../../src/argo-events/event-source';
import { calendarEvent } from '../../src/argo-events/event-sources';
import { item } from '../../src/argo-events/references/reference';
import { raw, text, withDefault } from '../../src/argo-events/references/slot';
import { Sensor } from '../../src/argo-events/sensor';
import type { TriggerProps } from '../../src/argo-events/trigger';
import { log, patch } from '../../src/argo-events/triggers';
import { toLine } from '../../src/findings/line';
import { ValidationError } from '../../src/findings/validation-error';
import type { Folder } from '../../src/gitops/folder';
import { COMMENT, type Comment } from './events';
import { render, sensorIn } from './rendered';

/** What is wrong with what is built. */
function refused(build: (folder: Folder) => void): string[] {
  try {
    render(build);
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.findings.map(toLine);
  }
}

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };

/** Two sensors, each with a dependency of the same name. */
function twoSensors(folder: Folder) {
  const sensors = ['first', 'second'].map((name) => new Sensor(folder, name, { name, namespace: 'events' }));
  const [first, second] = sensors as [Sensor, Sensor];
  const [ofFirst, ofSecond] = [first.on('comment', COMMENT), second.on('comment', COMMENT)];
  first.do('log', { conditions: ofFirst, action: log() });
  return { second, ofFirst, ofSecond };
}

const REFUSED =
  '): data of the dependency "comment" of another sensor, "first"; add the dependency to "second", ' +
  'and use its data [trigger-data]';

describe("data of another sensor's dependency", () => {
  test.each<[string, (one: ReturnType<typeof twoSensors>['ofFirst']) => Parameters<typeof patch>[0]]>([
    ['a reference', ({ data }) => ({ ...CONFIG_MAP, metadata: { name: data.body.action } })],
    ['of the context', ({ context }) => ({ ...CONFIG_MAP, metadata: { name: context.id } })],
    ['with raw', ({ data }) => ({ ...CONFIG_MAP, data: raw(data.body.comment) })],
    ['with a default', ({ data }) => ({ ...CONFIG_MAP, data: { a: withDefault(data.body.action, 'none') } })],
    ['in a text', ({ data }) => ({ ...CONFIG_MAP, data: { a: text`is ${data.body.action}` } })],
    ['of a list', ({ data }) => ({ ...CONFIG_MAP, data: { a: item(data.body.issue.labels, 12).name } })],
  ])('%s is refused, and names both', (_, object) => {
    const findings = refused((folder) => {
      const { second, ofFirst, ofSecond } = twoSensors(folder);
      second.do('note', { conditions: ofSecond, action: patch(object(ofFirst)) });
    });
    expect(findings.join()).toContain(REFUSED);
  });

  test('is refused in a fallback too', () => {
    const findings = refused((folder) => {
      const { second, ofFirst, ofSecond } = twoSensors(folder);
      const fallback = {
        name: 'note',
        action: patch({ ...CONFIG_MAP, data: { a: ofFirst.data.body.action } }),
      };
      second.do('try', {
        conditions: ofSecond,
        action: log(),
        retry: { steps: 2, duration: '1s' },
        fallback,
      });
    });
    expect(findings.join()).toContain(REFUSED);
  });

  test('in a text beside its own is refused', () => {
    const findings = refused((folder) => {
      const { second, ofFirst, ofSecond } = twoSensors(folder);
      second.do('note', {
        conditions: ofSecond,
        action: patch({
          ...CONFIG_MAP,
          data: { a: text`${ofSecond.data.body.action} ${ofFirst.data.body.action}` },
        }),
      });
    });
    expect(findings.join()).toContain(
      'text`…` has both comment.data.body.action and comment.data.body.action of another sensor',
    );
  });

  test('of its own is let be', () => {
    const objects = render((folder) => {
      const { second, ofSecond } = twoSensors(folder);
      second.do('note', {
        conditions: ofSecond,
        action: patch({
          ...CONFIG_MAP,
          metadata: { name: 'a', namespace: 'b' },
          data: { a: ofSecond.data.body.action },
        }),
      });
    });
    expect(objects['events/second-sensor']).toBeDefined();
  });
});

describe("a condition of another sensor's dependency", () => {
  const WAITS =
    'waits for the dependency "comment" of another sensor, "first"; add the dependency to "second", and use it ' +
    '[trigger-data]';

  test.each<[string, (ofFirst: Dependency<Comment>) => Pick<TriggerProps, 'conditions' | 'action'>]>([
    ['alone', (ofFirst) => ({ conditions: ofFirst, action: log() })],
    ['joined', (ofFirst) => ({ conditions: ofFirst.and(ofFirst), action: log() })],
    [
      'with its data',
      (ofFirst) => ({
        conditions: ofFirst,
        action: patch({ ...CONFIG_MAP, metadata: { name: ofFirst.data.body.action, namespace: 'shop' } }),
      }),
    ],
  ])('%s is refused, once', (_, props) => {
    const findings = refused((folder) => {
      const [first, second] = [sensorIn(folder, 'first'), sensorIn(folder, 'second')];
      const ofFirst = first.on('comment', COMMENT);
      first.do('log', { conditions: ofFirst, action: log() });
      second.do('note', props(ofFirst));
    });
    expect(new Set(findings).size).toBe(1);
    expect(findings[0]).toContain(WAITS);
  });
});

describe('the account that grant() names', () => {
  const write = patch({ ...CONFIG_MAP, metadata: { name: 'a', namespace: 'b' } });
  const sensor = (folder: Folder, template: { serviceAccountName?: string } | undefined) => {
    const made = new Sensor(folder, 'notes', {
      name: 'notes',
      namespace: 'events',
      ...(template && { template }),
    });
    made.do('note', { conditions: made.on('comment', COMMENT), action: write });
    return made;
  };

  test('becomes that of the pods', () => {
    const objects = render((folder) => {
      sensor(folder, undefined).grant({ name: 'notes', namespace: 'events' });
      const clock = new EventSource(folder, 'clock', {
        name: 'clock',
        namespace: 'events',
        events: { hour: calendarEvent({ schedule: '0 * * * *' }) },
      });
      clock.grant({ name: 'clock', namespace: 'events' });
    });
    expect(objects['events/notes-sensor']).toMatchObject({
      spec: { template: { serviceAccountName: 'notes' } },
    });
    expect(objects['events/clock-eventsource']).toMatchObject({
      spec: { template: { serviceAccountName: 'clock' } },
    });
  });

  test.each([
    [{ serviceAccountName: 'other' }, 'events', 'events/other', 'events/notes'],
    [undefined, 'elsewhere', 'events/notes', 'elsewhere/notes'],
  ])('%j in namespace %s is refused', (template, namespace, runsAs, granted) => {
    const findings = refused((folder) => sensor(folder, template).grant({ name: 'notes', namespace }));
    expect(findings.join()).toContain(
      `template.serviceAccountName: the pods run as ${runsAs}, but grant(…) gives the rights to ${granted}; ` +
        'name the account once, in grant(…) or in template.serviceAccountName [account]',
    );
  });

  test('may be said twice alike', () => {
    expect(() =>
      render((folder) =>
        sensor(folder, { serviceAccountName: 'notes' }).grant({ name: 'notes', namespace: 'events' }),
      ),
    ).not.toThrow();
  });
});

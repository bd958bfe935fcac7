import type { EventDefinition, EventDefinitions } from '../../src/argo-events/event-definition';
import { EventSource, type EventSourceProps } from '../../src/argo-events/event-source';
import { githubEvent, resourceEvent } from '../../src/argo-events/event-sources';
import { render } from './rendered';

const SECRET = { name: 'github', key: 'webhook' };
const comments = (port = 12000, endpoint = '/comments') =>
  githubEvent({
    repositories: [{ owner: '5dlabs', names: ['cto'] }],
    events: ['issue_comment'],
    endpoint,
    port,
    webhookSecret: SECRET,
  });
const watch = (resource: string, namespace = 'agents') =>
  resourceEvent({ group: '', version: 'v1', resource, namespace, eventTypes: ['ADD'] });

const objectsOf = (
  events: EventDefinitions,
  props: Partial<EventSourceProps<EventDefinitions>> = {},
  change?: (source: EventSource<EventDefinitions>) => void,
) =>
  render((folder) => {
    const source = new EventSource(folder, 'source', {
      name: 'source',
      namespace: 'events',
      events,
      ...props,
    });
    change?.(source);
  });
const specOf = (...given: Parameters<typeof objectsOf>) =>
  objectsOf(...given)['events/source-eventsource']?.spec;

describe('an event source', () => {
  test('has its events by kind and name', () => {
    expect(specOf({ states: watch('configmaps'), pods: watch('pods') })).toMatchObject({
      eventBusName: 'default',
      resource: { states: { resource: 'configmaps' }, pods: { resource: 'pods' } },
    });
    expect(specOf({ comments: comments() })).toMatchObject({
      github: { comments: { events: ['issue_comment'] } },
    });
  });

  test('has its metadata, bus and pods', () => {
    const object = objectsOf(
      { states: watch('configmaps') },
      {
        labels: { app: 'a' },
        annotations: { note: 'n' },
        eventBusName: 'own',
        template: { serviceAccountName: 'watcher' },
      },
    )['events/source-eventsource'];
    expect(object).toMatchObject({
      metadata: { name: 'source', namespace: 'events', labels: { app: 'a' }, annotations: { note: 'n' } },
      spec: { eventBusName: 'own', template: { serviceAccountName: 'watcher' } },
    });
  });

  test('takes a kind that somebody else wrote', () => {
    const hourly: EventDefinition<{ eventTime: string }> = {
      kind: 'calendar',
      spec: { schedule: '0 * * * *' },
    };
    expect(specOf({ hourly })).toMatchObject({ calendar: { hourly: { schedule: '0 * * * *' } } });
  });

  test('tells sensors its name and that of the event', () => {
    objectsOf({ comments: comments() }, {}, (source) => {
      expect(source.event('comments')).toEqual({
        eventSourceName: 'source',
        namespace: 'events',
        eventName: 'comments',
      });
    });
  });
});

describe('the service', () => {
  test('has each port once, so that senders can reach the events', () => {
    const events = { one: comments(12000), two: comments(12001), three: comments(12000, '/more') };
    expect(specOf(events)).toMatchObject({
      service: {
        ports: [
          { name: 'port-12000', port: 12000, targetPort: 12000 },
          { name: 'port-12001', port: 12001, targetPort: 12001 },
        ],
      },
    });
    expect(specOf({ one: comments() })).toHaveProperty('service', {
      ports: [{ port: 12000, targetPort: 12000 }],
    });
  });

  test('is left out when nothing is received on a port', () => {
    expect(specOf({ states: watch('configmaps') })).not.toHaveProperty('service');
  });

  test('may be refused', () => {
    expect(specOf({ comments: comments() }, { service: false })).not.toHaveProperty('service');
  });
});

describe('grant', () => {
  const account = { name: 'watcher', namespace: 'events' };

  test('allows what the events need, in the namespaces that they watch', () => {
    const events = { states: watch('configmaps'), pods: watch('pods', 'build') };
    const objects = objectsOf(events, {}, (source) => source.grant(account));
    expect(objects['agents/source-role']?.['rules']).toEqual([
      { apiGroups: [''], resources: ['configmaps'], verbs: ['list', 'watch'] },
    ]);
    expect(objects['build/source-role']?.['rules']).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
    ]);
    expect(objects['build/source-rolebinding']).toMatchObject({ subjects: [{ name: 'watcher' }] });
  });

  test('makes no role where nothing is needed', () => {
    const objects = objectsOf({ comments: comments() }, {}, (source) => source.grant(account));
    expect(Object.keys(objects)).toEqual(['events/source-eventsource']);
  });
});

test('an unknown field of an event is a finding', () => {
  const wrong: EventDefinition<unknown> = { kind: 'calendar', spec: { schedule: '@daily', shedule: 'x' } };
  expect(() => specOf({ wrong })).toThrow(
    /^\[app\/source\] event "wrong" \(spec\.calendar\.wrong\): unknown field "shedule"; did you mean "schedule"\?/,
  );
});

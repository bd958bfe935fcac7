import { App } from 'cdk8s';
import { type EventReference, eventReference } from '../../src/argo-events/dependency';
import { EventSource } from '../../src/argo-events/event-source';
import { githubEvent } from '../../src/argo-events/event-sources';
import { declareExternal, type ExternalObject } from '../../src/argo-events/external';
import { Sensor } from '../../src/argo-events/sensor';
import { lineWithin } from '../../src/findings/line';
import { Folder } from '../../src/gitops/folder';
import { renderTree } from '../../src/gitops/tree';
import { warningsOf } from '../../src/warnings';
import { ACTION } from './rendered';

const external = (kind: ExternalObject['kind'], name: string, namespace = 'events'): ExternalObject => ({
  kind,
  metadata: { name, namespace },
});

/** The warnings of an app with these things in its one folder. */
function warnings(...build: ((folder: Folder) => void)[]): string[] {
  const app = new App();
  const folder = new Folder(app, 'app', { path: 'out' });
  for (const one of build) one(folder);
  renderTree(app);
  return warningsOf(app).map(lineWithin);
}

const listening = (event: EventReference<unknown>) => (folder: Folder) => {
  const template = { serviceAccountName: 'runner', volumes: [{ name: 'v', configMap: { name: 'map' } }] };
  const sensor = new Sensor(folder, 'sensor', { name: 'sensor', namespace: 'events', template });
  sensor.do('act', { conditions: sensor.on('comment', event), action: ACTION });
};

const receiving = (folder: Folder) => {
  const event = githubEvent({
    repositories: [{ owner: 'acme', names: ['shop'] }],
    events: ['issue_comment'],
    endpoint: '/webhook',
    port: 12000,
    webhookSecret: { name: 'hook', key: 'secret' },
  });
  new EventSource(folder, 'github', { name: 'github', namespace: 'events', events: { comment: event } });
};

const NOT_HERE = 'in namespace "events"; add it, or declare it with declareExternal(…)';
const bare = { eventSourceName: 'github', eventName: 'comment' };

test('what refers to nothing is a warning each', () => {
  expect(warnings(listening(bare))).toEqual([
    `spec.eventBusName: no EventBus "default" ${NOT_HERE} [unknown-event-bus]`,
    `dependency "comment" (spec.dependencies[0].eventSourceName): no EventSource "github" ${NOT_HERE} [unknown-event-source]`,
    `spec.template.volumes[0].configMap.name: no ConfigMap "map" ${NOT_HERE} [unknown-secret]`,
    `spec.template.serviceAccountName: no ServiceAccount "runner" ${NOT_HERE} [unknown-service-account]`,
  ]);
});

const platform = (folder: Folder) =>
  declareExternal(
    folder,
    external('EventBus', 'default'),
    external('ServiceAccount', 'runner'),
    external('ConfigMap', 'map'),
    external('Secret', 'hook'),
  );

test('what is declared external is none, wherever in the app and in whatever order it is said', () => {
  expect(warnings(platform, listening(eventReference('github', 'comment')))).toEqual([]);
  expect(warnings(listening(bare), receiving, platform)).toEqual([]);
});

test('what is declared external for another namespace is a warning still', () => {
  const other = (folder: Folder) => declareExternal(folder, external('EventSource', 'github', 'other'));
  expect(warnings(platform, other, listening(bare))).toEqual([
    expect.stringContaining(
      'no EventSource "github" in namespace "events", only in namespace "other"; both have to be in one namespace',
    ),
  ]);
});

test('an event source that is there after all is asked for its event', () => {
  const build = () => warnings(platform, receiving, listening(eventReference('github', 'comments')));
  expect(build).toThrow(
    'the EventSource "github" has no event "comments"; did you mean "comment"? [unknown-event]',
  );
});

test('as much is checked of what is external as is said of it', () => {
  const source = { ...external('EventSource', 'github'), spec: { github: { comment: {} } } };
  const build = (eventName: string) => () =>
    warnings(
      platform,
      (folder) => declareExternal(folder, source),
      listening({ eventSourceName: 'github', eventName }),
    );
  expect(build('comment')()).toEqual([]);
  expect(build('comments')).toThrow('[unknown-event]');
});

test('nothing of it is rendered', () => {
  const app = new App();
  platform(new Folder(app, 'app', { path: 'out' }));
  expect(() => renderTree(app)).toThrow('the app has no object');
});

import { App } from 'cdk8s';
import { EventSource } from '../../src/argo-events/event-source';
import { calendarEvent, resourceEvent } from '../../src/argo-events/event-sources';
import { declareExternal } from '../../src/argo-events/external';
import { equals } from '../../src/argo-events/filters';
import type { ConfigMap } from '../../src/argo-events/kubernetes';
import { Manifest } from '../../src/argo-events/manifest';
import { Sensor } from '../../src/argo-events/sensor';
import { create, patch, remove, update } from '../../src/argo-events/triggers';
import { Folder } from '../../src/gitops/folder';

/** The namespace with the bus. */
const NAMESPACE = 'github-webhooks';

/** The namespace that the sensor writes to. */
const TARGET = 'library';

const RESTRICTED = {
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  container: { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
};

/**
 * An app of somebody who uses the library alone. Its accounts have the rights that are derived, and no other:
 * test/e2e/library_test.go sees that they are enough, and that each is needed.
 */
export function libraryApp(): App {
  const app = new App();
  const folder = new Folder(app, 'library', { path: 'library' });
  declareExternal(app, { kind: 'EventBus', metadata: { name: 'default', namespace: NAMESPACE } });
  for (const name of ['library-clock', 'library-objects', 'library']) {
    new Manifest(folder, `account-${name}`, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace: NAMESPACE },
    });
  }

  const clock = new EventSource(folder, 'clock', {
    name: 'library-clock',
    namespace: NAMESPACE,
    events: {
      tick: calendarEvent({
        interval: '2s',
        persistence: {
          configMap: { name: 'library-clock', createIfNotExist: true },
          catchup: { enabled: true },
        },
      }),
    },
    template: RESTRICTED,
  });
  clock.grant({ name: 'library-clock', namespace: NAMESPACE });

  const objects = new EventSource(folder, 'objects', {
    name: 'library-objects',
    namespace: NAMESPACE,
    events: {
      wanted: resourceEvent<ConfigMap>({
        version: 'v1',
        resource: 'configmaps',
        eventTypes: ['ADD', 'DELETE'],
        matchExpressions: [{ key: 'library-order', operator: 'Gt', value: 3 }],
        fields: [{ key: 'data.wanted', operator: 'In', values: ['yes'] }],
        prefix: 'order-',
        afterStart: true,
      }),
    },
    template: RESTRICTED,
  });
  objects.grant({ name: 'library-objects', namespace: NAMESPACE });

  const sensor = new Sensor(folder, 'sensor', {
    name: 'library',
    namespace: NAMESPACE,
    template: RESTRICTED,
  });
  const tick = sensor.on('tick', clock.event('tick'));
  const added = sensor.on('added', objects.event('wanted'), { filters: (e) => [equals(e.type, 'ADD')] });
  const deleted = sensor.on('deleted', objects.event('wanted'), {
    filters: (e) => [equals(e.type, 'DELETE')],
  });
  const configMap = (metadata: { name: string } | { generateName: string }) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...metadata, namespace: TARGET },
  });
  sensor.do('patch-tick', {
    conditions: tick,
    action: patch({ ...configMap({ name: 'tick' }), data: { time: tick.data.eventTime } }),
  });
  sensor.do('create-copy', {
    conditions: added,
    action: create({
      ...configMap({ generateName: 'copy-' }),
      data: { of: added.data.body.metadata.name, namespace: added.data.body.metadata.namespace },
    }),
  });
  sensor.do('update-last', {
    conditions: added,
    action: update({ ...configMap({ name: 'last' }), data: { of: added.data.body.metadata.name } }),
  });
  sensor.do('remove-last', { conditions: deleted, action: remove(configMap({ name: 'last' })) });
  sensor.grant({ name: 'library', namespace: NAMESPACE });
  return app;
}

import { App } from 'cdk8s';
import { parse } from 'yaml';
import { addSyncWaves, Folder, keepObjects, Manifest, renderTree } from '../../src';

const WAVE = 'argocd.argoproj.io/sync-wave';

/** The annotations of each object after a step, by kind. */
function annotations(kinds: readonly string[], step: (folder: Folder) => void, own = {}) {
  const app = new App();
  const folder = new Folder(app, 'folder', { path: 'folder' });
  for (const kind of kinds) {
    new Manifest(folder, kind, {
      apiVersion: 'example.com/v1',
      kind,
      metadata: { name: 'a', namespace: 'shop', ...own },
    });
  }
  step(folder);
  const objects = [...renderTree(app).values()].map((yaml) => parse(yaml) as Manifest);
  return Object.fromEntries(objects.map(({ kind, metadata }) => [kind, (metadata as never)['annotations']]));
}

test('sensors come before the event sources whose events they handle, and both after the bus', () => {
  expect(annotations(['EventBus', 'EventSource', 'Sensor', 'Role'], addSyncWaves)).toEqual({
    EventBus: { [WAVE]: '1' },
    Sensor: { [WAVE]: '2' },
    EventSource: { [WAVE]: '3' },
    Role: undefined,
  });
});

test('other waves replace these', () => {
  expect(annotations(['EventBus', 'Role'], (folder) => addSyncWaves(folder, { Role: -1 }))).toEqual({
    EventBus: undefined,
    Role: { [WAVE]: '-1' },
  });
});

test('an object keeps what it says itself', () => {
  const own = {
    annotations: { [WAVE]: '9', 'argocd.argoproj.io/sync-options': 'Prune=confirm', team: 'shop' },
  };
  const step = (folder: Folder) => {
    addSyncWaves(folder);
    keepObjects(folder, ['Sensor']);
  };
  expect(annotations(['Sensor'], step, own)).toEqual({ Sensor: own.annotations });
});

test('what is kept is neither pruned nor deleted with its Application', () => {
  expect(annotations(['EventBus', 'Role'], (folder) => keepObjects(folder, ['EventBus']))).toEqual({
    EventBus: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
    Role: undefined,
  });
});
